// stub
export default function CurvesPanel() {
  return <section className="panel">CurvesPanel</section>;
}
