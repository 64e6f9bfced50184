// stub
export function ComparePanel() {
  return <section className="panel">ComparePanel</section>;
}
