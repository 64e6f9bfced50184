// Copies of blocks of matrices in the order in which a product reads them, so that its innermost loop reads one after the
// other.

/** B[depth, columns] to panels [columns / 8][depth][8], zeros behind the last column. */
export function packB(depth: i32, columns: i32, b: usize, bRow: usize, bColumn: usize, into: usize): void {
  for (let n = 0; n < columns; n += 8) {
    const left = columns - n;
    let from = b + n * bColumn;
    if (left >= 8 && bColumn == 4) {
      for (let k = 0; k < depth; k++) {
        v128.store(into, v128.load(from));
        v128.store(into, v128.load(from, 16), 16);
        from += bRow;
        into += 32;
      }
    } else if (left >= 8) {
      packRows(depth, from, bColumn, bRow, into, 32);
      packRows(depth, from + 4 * bColumn, bColumn, bRow, into + 16, 32);
      into += depth * 32;
    } else {
      for (let k = 0; k < depth; k++) {
        let at = from;
        for (let i = 0; i < left; i++) {
          f32.store(into + i * 4, f32.load(at));
          at += bColumn;
        }
        for (let i = left; i < 8; i++) f32.store(into + i * 4, 0);
        from += bRow;
        into += 32;
      }
    }
  }
}

/** Four rows (`row` bytes apart) of numbers that lie `step` bytes apart, to quadruples `stride` bytes apart. */
function packRows(depth: i32, from: usize, row: usize, step: usize, into: usize, stride: usize): void {
  let p0 = from;
  let p1 = p0 + row;
  let p2 = p1 + row;
  let p3 = p2 + row;
  let k = 0;
  if (step == 4) {
    for (; k + 4 <= depth; k += 4) {
      const r0 = v128.load(p0);
      const r1 = v128.load(p1);
      const r2 = v128.load(p2);
      const r3 = v128.load(p3);
      const lo01 = i8x16.shuffle(r0, r1, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
      const hi01 = i8x16.shuffle(r0, r1, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
      const lo23 = i8x16.shuffle(r2, r3, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
      const hi23 = i8x16.shuffle(r2, r3, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
      v128.store(into, i8x16.shuffle(lo01, lo23, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
      v128.store(
        into + stride,
        i8x16.shuffle(lo01, lo23, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31),
      );
      v128.store(
        into + 2 * stride,
        i8x16.shuffle(hi01, hi23, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
      );
      v128.store(
        into + 3 * stride,
        i8x16.shuffle(hi01, hi23, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31),
      );
      p0 += 16;
      p1 += 16;
      p2 += 16;
      p3 += 16;
      into += 4 * stride;
    }
  }
  for (; k < depth; k++) {
    f32.store(into, f32.load(p0));
    f32.store(into, f32.load(p1), 4);
    f32.store(into, f32.load(p2), 8);
    f32.store(into, f32.load(p3), 12);
    p0 += step;
    p1 += step;
    p2 += step;
    p3 += step;
    into += stride;
  }
}

/** A[rows, depth], whose columns lie side by side, to [rows / 4][depth][4]. */
export function packA(rows: i32, depth: i32, a: usize, aRow: usize, aColumn: usize, packed: usize): void {
  // Four rows of A lie side by side already.
  for (let m = 0; m < rows; m += 4) {
    let from = a + m * aRow;
    let into = packed + m * depth * 4;
    if (rows - m >= 4) {
      for (let k = 0; k < depth; k++) {
        v128.store(into, v128.load(from));
        from += aColumn;
        into += 16;
      }
    } else {
      for (let k = 0; k < depth; k++) {
        for (let i = 0; i < rows - m; i++) f32.store(into + i * 4, f32.load(from + i * 4));
        from += aColumn;
        into += 16;
      }
    }
  }
}
