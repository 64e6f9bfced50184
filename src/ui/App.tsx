// The page's frame: run bar on top, settings on the left, lanes, curves and comparison beside them.

import { CurvesPanel } from './charts/CurvesPanel.tsx';
import { ComparePanel } from './compare/ComparePanel.tsx';
import { SettingsRail } from './settings/SettingsRail.tsx';

export function App() {
  return (
    <main>
      <SettingsRail />
      <CurvesPanel />
      <ComparePanel />
    </main>
  );
}
