// Leads from a run that was opened below to its curves above.

export function showLearning(): void {
  const learning = document.getElementById('learning');
  learning?.focus({ preventScroll: true });
  learning?.scrollIntoView({ block: 'start' });
}
