// stub
export function SettingsRail() {
  return <section className="panel">SettingsRail</section>;
}
