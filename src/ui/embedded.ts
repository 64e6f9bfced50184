// Whether the page is a part of another one (`?embed=1`): then it is compact and keeps no runs, since it is a guest there.

export const isEmbedded = new URLSearchParams(location.search).get('embed') === '1';
