// Text of a lesson as elements, with the learner's own figures in it. Plain data in, no HTML anywhere.

import { figureKey, writeFigure } from '../../shared/lessons/figures.ts';
import type { Inline, Prose as ProseData } from '../../shared/lessons/lesson.ts';
import styles from './lessons.module.css';
import { useLessons } from './use-lessons.ts';

function Words({ inlines }: { readonly inlines: readonly Inline[] }) {
  const figures = useLessons(({ progress }) => progress?.figures);
  return inlines.map((inline, at) => {
    // Texts never change while they are shown: their places are their names.
    const key = `${inline.kind}-${at}`;
    switch (inline.kind) {
      case 'text':
        return inline.text;
      case 'code':
        return <code key={key}>{inline.text}</code>;
      case 'strong':
        return (
          <strong key={key}>
            <Words inlines={inline.children} />
          </strong>
        );
      case 'emphasis':
        return (
          <em key={key}>
            <Words inlines={inline.children} />
          </em>
        );
      case 'link':
        return (
          <a key={key} href={inline.url} target="_blank" rel="noreferrer">
            <Words inlines={inline.children} />
            <span className="visually-hidden"> (opens in a new tab)</span>
          </a>
        );
      case 'figure':
        return (
          <strong key={key} className={styles.figure}>
            {writeFigure(inline.figure, figures?.[figureKey(inline.figure)] ?? null)}
          </strong>
        );
      default:
        return inline satisfies never;
    }
  });
}

export function Prose({ prose }: { readonly prose: ProseData }) {
  return prose.map((block, at) => {
    const key = `${block.kind}-${at}`;
    if (block.kind === 'paragraph') {
      return (
        <p key={key}>
          <Words inlines={block.children} />
        </p>
      );
    }
    const List = block.ordered ? 'ol' : 'ul';
    return (
      <List key={key}>
        {block.items.map((item, place) => (
          <li key={place}>
            <Words inlines={item} />
          </li>
        ))}
      </List>
    );
  });
}
