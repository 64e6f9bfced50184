// Elements for the student's page, in one line each. Texts are set as texts, never as HTML.

type Child = Node | string;
/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A control under its label. */
export function labelled(text: string, control: HTMLElement): HTMLElement {
  return element('div', {}, element('label', { for: control.id }, text), control);
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The likeliest few, first to last, as bars with their shares; what a program reads is the attribute. */
export function showAnswers(
  list: HTMLElement,
  logits: Float32Array,
  shares: readonly number[],
  names: readonly string[],
  most: number,
  colours: readonly Colour[] | null = null,
): void {
  const order = shares.map((_, i) => i).sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0));
  list.dataset.logits = JSON.stringify([...logits]);
  list.replaceChildren(
    ...order.slice(0, most).map((i) => {
      const share = shares[i] ?? 0;
      const bar = element('span');
      bar.style.width = `${100 * share}%`;
      if (colours !== null) bar.style.background = `rgb(${colours[i % colours.length]?.join(' ')})`;
      return element(
        'li',
        {},
        element('span', { class: 'name', title: names[i] ?? '' }, names[i] ?? ''),
        element('span', { class: 'bar' }, bar),
        element('span', { class: 'share' }, percent(share)),
      );
    }),
  );
}
