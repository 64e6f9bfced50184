// Runs before the first paint, as a small script of its own: the visitor's colours, and the page as it looks first
// (shell.tsx), which stands in for the page until its script is there. Where the address asks for anything else nothing is
// shown, rather than something wrong. Imports nothing.

function setColours(): void {
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // A browser that keeps nothing has nothing to say.
  }
}

const isAt = ({ left, right, top, bottom }: DOMRect, { clientX, clientY }: MouseEvent): boolean =>
  clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;

/** React replaces the shell as a whole. What was pressed on it is pressed on the page then: they have the same buttons. */
function standIn(root: HTMLElement, content: DocumentFragment): void {
  const shell = document.createElement('div');
  shell.className = 'shell';
  shell.inert = true;
  shell.append(content);
  root.append(shell);
  const buttons = () => [...root.querySelectorAll('button')];
  let pressed = -1;
  const press = (event: MouseEvent) => {
    pressed = buttons().findIndex((button) => isAt(button.getBoundingClientRect(), event));
  };
  addEventListener('click', press);
  new MutationObserver((_, observer) => {
    if (shell.isConnected) return;
    observer.disconnect();
    removeEventListener('click', press);
    buttons()[pressed]?.click();
  }).observe(root, { childList: true });
}

function begin(): void {
  setColours();
  const root = document.getElementById('root');
  const shell = document.querySelector<HTMLTemplateElement>('template#shell');
  if (root !== null && shell !== null && location.hash === '' && location.search === '')
    standIn(root, shell.content);
}

begin();
