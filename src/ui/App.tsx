// The page's frame: run bar on top; settings, learning and comparison side by side, or as tabs on a phone; the article.

import { Suspense, useCallback, useEffect, useState } from 'react';
import { toHash } from '../shared/link.ts';
import styles from './App.module.css';
import { RunBar } from './bar/RunBar.tsx';
import { isEmbedded } from './embedded.ts';
import { FileDrop } from './FileDrop.tsx';
import { holdInView, sweeps, usePanelAsked } from './insight/open-panel.ts';
import { Headline } from './lanes/Headline.tsx';
import { LaneCards } from './lanes/LaneCards.tsx';
import { lazily } from './lazily.tsx';
import { Announcer } from './messages/Announcer.tsx';
import { Messages } from './messages/Messages.tsx';
import { usePage } from './store-context.tsx';
import { useBehind } from './use-behind.ts';
import { useMadeParts } from './use-made-parts.ts';

// The largest parts of the page, needed by no first click: they come right behind the first paint.
const SettingsRail = lazily(() => import('./settings/SettingsRail.tsx'));
const CurvesPanel = lazily(() => import('./charts/CurvesPanel.tsx'));
const ComparePanel = lazily(() => import('./compare/ComparePanel.tsx'));
const RunsPanel = lazily(() => import('./runs/RunsPanel.tsx'));
const LessonColumn = lazily(() => import('./lessons/LessonColumn.tsx'));
const SweepsPanel = lazily(() => import('./sweeps/SweepsPanel.tsx'));
const InsightPanel = lazily(() => import('./insight/InsightPanel.tsx'));
const Article = lazily(() => import('./article/Article.tsx'));

const tabs = [
  { id: 'settings', label: 'Settings', inFrame: false },
  { id: 'learning', label: 'Learning', inFrame: true },
  { id: 'compare', label: 'Compare', inFrame: true },
  { id: 'insight', label: 'Insight', inFrame: false },
] as const;
type Tab = (typeof tabs)[number]['id'];
const allTabs = tabs.map(({ id }) => id);

export function App() {
  const [tab, setTab] = useState<Tab>('learning');
  const showInsight = useCallback((panel: string) => {
    setTab('insight');
    // Behind the change of tab, which is what makes it visible on a phone.
    setTimeout(() => {
      const section = document.getElementById(panel === sweeps ? sweeps : 'insight');
      if (section !== null) holdInView(section);
      if (panel === sweeps) section?.focus({ preventScroll: true });
    });
  }, []);
  usePanelAsked(showInsight);
  const showCurves = useCallback(() => {
    setTab('learning');
    setTimeout(() => {
      scrollTo({ top: 0 });
      document.getElementById('learning')?.focus({ preventScroll: true });
    });
  }, []);
  const inLesson = usePage((page) => page.lesson !== null);
  // On a phone the lesson takes the settings' place, and comes to the front when it is opened.
  useEffect(() => setTab(inLesson ? 'settings' : 'learning'), [inLesson]);
  const isMade = useMadeParts(allTabs, [tab]);
  const isBehind = useBehind();
  return (
    <>
      {/* A button: the address behind "#" is the experiment, and a link would change it. */}
      <button
        type="button"
        className={styles.skip}
        onClick={() => document.getElementById('learning')?.focus()}
      >
        Skip to the curves
      </button>
      <RunBar />
      {isEmbedded ? null : <FileDrop />}
      <Messages />
      <Announcer />
      <nav className={styles.tabs} aria-label="Parts of the page">
        {tabs
          .filter(({ inFrame, id }) => inFrame || !isEmbedded || (inLesson && id === 'settings'))
          .map(({ id, label }) => (
            <button
              key={id}
              type="button"
              className="button"
              aria-pressed={tab === id}
              data-primary={tab === id || undefined}
              onClick={() => setTab(id)}
            >
              {inLesson && id === 'settings' ? 'Lesson' : label}
            </button>
          ))}
      </nav>
      <main
        className={styles.tool}
        data-tab={tab}
        data-embedded={isEmbedded || undefined}
        data-lesson={inLesson || undefined}
      >
        {isEmbedded && !inLesson ? null : (
          <div className={styles.settings}>
            {inLesson ? (
              <Suspense fallback={<div className={`panel ${styles.placeholder}`}>Opening the lesson…</div>}>
                <LessonColumn />
              </Suspense>
            ) : null}
            {isEmbedded || !isMade('settings') ? null : (
              <Suspense fallback={<div className={`panel ${styles.placeholder}`}>Loading the settings…</div>}>
                <SettingsRail />
              </Suspense>
            )}
          </div>
        )}
        <div className={styles.learning} id="learning" tabIndex={-1}>
          <Headline />
          <LaneCards />
          <Suspense fallback={<div className={`panel ${styles.placeholder}`}>Loading the charts…</div>}>
            <CurvesPanel />
          </Suspense>
        </div>
        <div className={styles.compare}>
          {isMade('compare') ? (
            <Suspense fallback={<div className={`panel ${styles.placeholder}`}>Loading the comparison…</div>}>
              <ComparePanel />
            </Suspense>
          ) : null}
        </div>
        {isEmbedded ? null : (
          <div className={styles.insight} id="insight">
            {/* Not only when it is looked at: whoever is led to the sweeps shall find what stands above them filled. */}
            {isBehind || tab === 'insight' ? (
              <>
                <Suspense fallback={null}>
                  <InsightPanel />
                </Suspense>
                <Suspense fallback={null}>
                  <SweepsPanel />
                </Suspense>
                <Suspense fallback={null}>
                  <RunsPanel />
                </Suspense>
              </>
            ) : null}
          </div>
        )}
      </main>
      {isEmbedded ? (
        <WholePage />
      ) : (
        <Suspense fallback={null}>
          <Article onRun={showCurves} />
        </Suspense>
      )}
    </>
  );
}

/** In a frame: the way to everything else. */
function WholePage() {
  const config = usePage((page) => page.config);
  return (
    <p className={styles.whole}>
      <a href={`${location.pathname}#${toHash(config)}`} target="_blank" rel="noopener">
        Open the whole playground, with all settings
      </a>
    </p>
  );
}
