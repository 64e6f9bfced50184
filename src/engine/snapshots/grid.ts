// The places of a two-dimensional task at which its models are asked for a picture.

/** Centres of the cells of a square of half side `extent`, shape [cells * cells, 2], rows from the top. */
export function planeGrid(extent: number, cells: number): Float32Array {
  const grid = new Float32Array(cells * cells * 2);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const at = (i: number) => extent * ((2 * i + 1) / cells - 1);
      grid.set([at(column), -at(row)], 2 * (row * cells + column));
    }
  }
  return grid;
}
