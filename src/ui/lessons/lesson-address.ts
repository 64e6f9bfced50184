// The lesson in the page's address: `?lesson=temperature`. The part behind "#" is the settings' and stays as it is.

export const lessonAsked = (): string | null => new URLSearchParams(location.search).get('lesson');

/** The address that opens a lesson, for a link or a QR code. */
export function lessonAddress(id: string): string {
  return `${location.origin}${location.pathname}?lesson=${encodeURIComponent(id)}`;
}

export function rememberLesson(id: string | null): void {
  const query = new URLSearchParams(location.search);
  if (id === null) query.delete('lesson');
  else query.set('lesson', id);
  const search = query.toString();
  history.replaceState(null, '', `${location.pathname}${search === '' ? '' : `?${search}`}${location.hash}`);
}
