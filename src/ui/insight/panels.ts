// The panels of the closer look: one row each. A panel is a default export in a folder of its own, loaded when it is opened.

import type { ComponentType } from 'react';
import type { TaskInfo } from '../../shared/protocol/data.ts';

export interface PanelProps {
  readonly task: TaskInfo;
}

export interface PanelRow {
  readonly label: string;
  /** Whether the panel has something to say of this task. */
  readonly applies: (task: TaskInfo) => boolean;
  readonly load: () => Promise<{ readonly default: ComponentType<PanelProps> }>;
}

export const panels: Readonly<Record<string, PanelRow>> = {
  fidelity: {
    label: 'Fidelity',
    applies: () => true,
    load: () => import('./fidelity/FidelityPanel.tsx'),
  },
  inside: {
    label: 'Inside',
    applies: () => true,
    load: () => import('./inside/InsidePanel.tsx'),
  },
  seeds: {
    label: 'Seeds',
    applies: () => true,
    load: () => import('./seeds/SeedsPanel.tsx'),
  },
  cost: {
    label: 'Cost',
    applies: () => true,
    load: () => import('./cost/CostPanel.tsx'),
  },
  exposure: {
    label: 'Own text',
    applies: ({ writes }) => writes,
    load: () => import('./exposure/ExposurePanel.tsx'),
  },
  tokens: {
    label: 'Tokens',
    applies: ({ writes }) => writes,
    load: () => import('./tokens/TokensPanel.tsx'),
  },
  losses: {
    label: 'Losses',
    applies: () => true,
    load: () => import('./losses/LossesPanel.tsx'),
  },
  xray: {
    label: 'X-ray',
    applies: () => true,
    load: () => import('./xray/XrayPanel.tsx'),
  },
  museum: {
    label: 'Bug museum',
    applies: () => true,
    load: () => import('./museum/MuseumPanel.tsx'),
  },
  takeaway: {
    label: 'Take it with you',
    applies: () => true,
    load: () => import('./takeaway/TakeawayPanel.tsx'),
  },
};
