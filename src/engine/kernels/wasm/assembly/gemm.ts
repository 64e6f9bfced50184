// Matrix products C = A B or C += A B on f32, all operands given by address and strides in bytes, so that transposed and
// interleaved matrices need no copies. One of the two strides of A, and one of B's, must be 4 (numbers side by side).
// The order of every sum depends on the shapes alone: same numbers in, same bits out.
//
// Blocks of B (and of A where it lies transposed) are packed into `scratch`, so that the innermost loop reads one after
// the other: a 4 x 8 tile of C lives in registers while it runs over `depth` (Goto, van de Geijn 2008).

import { packA, packB } from './pack';
import { madd, sumLanes } from './simd';
import { addSparse, addSparseTransposed, isSparse } from './sparse';

/** Numbers of the summed dimension in one block: a packed panel of B (8 columns) then fits the smallest L1 cache. */
const blockDepth: i32 = 256;
/** Columns of B packed at once. */
const blockColumns: i32 = 256;
/** Rows of A packed at once. */
const blockRows: i32 = 64;

/** A row of the left operand that is longer is not looked at for zeros: as many numbers as scratch has room for. */
const longestRow: i32 = blockDepth * blockColumns;

/** Bytes of scratch a product needs at most: a block of B, a block of A, one tile of C. */
export function gemmScratchBytes(): i32 {
  return (blockDepth * blockColumns + blockDepth * blockRows + 32) * 4;
}

/**
 * One 4 x 8 tile of C. The rows of A start at a0 to a3 and advance by `aStep` bytes; `panel` is packed. `adds`: onto what
 * C holds.
 */
function tile4x8(
  depth: i32,
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  aStep: usize,
  panel: usize,
  c: usize,
  cRow: usize,
  adds: bool,
): void {
  const c1 = c + cRow;
  const c2 = c1 + cRow;
  const c3 = c2 + cRow;
  let s00: v128, s01: v128, s10: v128, s11: v128, s20: v128, s21: v128, s30: v128, s31: v128;
  if (adds) {
    s00 = v128.load(c);
    s01 = v128.load(c, 16);
    s10 = v128.load(c1);
    s11 = v128.load(c1, 16);
    s20 = v128.load(c2);
    s21 = v128.load(c2, 16);
    s30 = v128.load(c3);
    s31 = v128.load(c3, 16);
  } else {
    s00 = f32x4.splat(0);
    s01 = f32x4.splat(0);
    s10 = f32x4.splat(0);
    s11 = f32x4.splat(0);
    s20 = f32x4.splat(0);
    s21 = f32x4.splat(0);
    s30 = f32x4.splat(0);
    s31 = f32x4.splat(0);
  }
  for (let k = 0; k < depth; k++) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let x = v128.load32_splat(a0);
    s00 = madd(x, b0, s00);
    s01 = madd(x, b1, s01);
    x = v128.load32_splat(a1);
    s10 = madd(x, b0, s10);
    s11 = madd(x, b1, s11);
    x = v128.load32_splat(a2);
    s20 = madd(x, b0, s20);
    s21 = madd(x, b1, s21);
    x = v128.load32_splat(a3);
    s30 = madd(x, b0, s30);
    s31 = madd(x, b1, s31);
    a0 += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    panel += 32;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}

/** As tile4x8 with only `rows` and `columns` of the tile inside C; goes through a whole tile in scratch. */
function edgeTile(
  depth: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  panel: usize,
  c: usize,
  cRow: usize,
  adds: bool,
  rows: i32,
  columns: i32,
  spare: usize,
): void {
  const last = a + (rows - 1) * aRow;
  if (adds) {
    for (let m = 0; m < rows; m++) {
      for (let n = 0; n < columns; n++) f32.store(spare + m * 32 + n * 4, f32.load(c + m * cRow + n * 4));
    }
  }
  tile4x8(depth, a, min(a + aRow, last), min(a + 2 * aRow, last), last, aStep, panel, spare, 32, adds);
  // The fourth row of A is read twice where the tile is shorter; only rows inside C are written back.
  for (let m = 0; m < rows; m++) {
    for (let n = 0; n < columns; n++) f32.store(c + m * cRow + n * 4, f32.load(spare + m * 32 + n * 4));
  }
}

/** One row of C without packing: for products too flat to be worth it. */
function row(
  columns: i32,
  depth: i32,
  a: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  bColumn: usize,
  c: usize,
  adds: bool,
): void {
  let n = 0;
  if (bColumn == 4) {
    for (; n + 16 <= columns; n += 16) {
      const at = c + n * 4;
      let s0: v128, s1: v128, s2: v128, s3: v128;
      if (adds) {
        s0 = v128.load(at);
        s1 = v128.load(at, 16);
        s2 = v128.load(at, 32);
        s3 = v128.load(at, 48);
      } else {
        s0 = f32x4.splat(0);
        s1 = f32x4.splat(0);
        s2 = f32x4.splat(0);
        s3 = f32x4.splat(0);
      }
      let pa = a;
      let pb = b + n * 4;
      for (let k = 0; k < depth; k++) {
        const x = v128.load32_splat(pa);
        s0 = madd(x, v128.load(pb), s0);
        s1 = madd(x, v128.load(pb, 16), s1);
        s2 = madd(x, v128.load(pb, 32), s2);
        s3 = madd(x, v128.load(pb, 48), s3);
        pa += aColumn;
        pb += bRow;
      }
      v128.store(at, s0);
      v128.store(at, s1, 16);
      v128.store(at, s2, 32);
      v128.store(at, s3, 48);
    }
    for (; n + 4 <= columns; n += 4) {
      const at = c + n * 4;
      let s = adds ? v128.load(at) : f32x4.splat(0);
      let pa = a;
      let pb = b + n * 4;
      for (let k = 0; k < depth; k++) {
        s = madd(v128.load32_splat(pa), v128.load(pb), s);
        pa += aColumn;
        pb += bRow;
      }
      v128.store(at, s);
    }
  }
  for (; n < columns; n++) {
    const at = c + n * 4;
    let pa = a;
    let pb = b + n * bColumn;
    let k = 0;
    let s = adds ? f32.load(at) : <f32>0;
    if (aColumn == 4 && bRow == 4) {
      let s0 = f32x4.splat(0);
      let s1 = f32x4.splat(0);
      for (; k + 8 <= depth; k += 8) {
        s0 = madd(v128.load(pa), v128.load(pb), s0);
        s1 = madd(v128.load(pa, 16), v128.load(pb, 16), s1);
        pa += 32;
        pb += 32;
      }
      s += sumLanes(f32x4.add(s0, s1));
    }
    for (; k < depth; k++) {
      s += f32.load(pa) * f32.load(pb);
      pa += aColumn;
      pb += bRow;
    }
    f32.store(at, s);
  }
}

/** C[rows, columns] = (adds ? C : 0) + A[rows, depth] B[depth, columns]; C's columns lie side by side. */
export function gemm(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  bColumn: usize,
  c: usize,
  cRow: usize,
  adds: bool,
  scratch: usize,
): void {
  // Products with rows that lie without gaps, as a first layer's and its gradient's do, may be of mostly zeros. Of the
  // places in a row there is room for in scratch.
  const isFit = columns >= 16 && bColumn == 4 && rows * depth >= 2048;
  const isRows = aColumn == 4 && aRow == <usize>depth * 4 && depth <= longestRow;
  const isColumns = aRow == 4 && aColumn == <usize>rows * 4 && rows <= longestRow;
  if (isFit && (isRows || isColumns) && isSparse(rows * depth, a)) {
    if (!adds) clear(rows, columns, c, cRow);
    if (isRows) addSparse(rows, depth, columns, a, b, bRow, c, cRow, scratch);
    else addSparseTransposed(depth, rows, columns, a, b, bRow, c, cRow, scratch);
    return;
  }
  if (rows < 4 || depth == 0) {
    for (let m = 0; m < rows; m++)
      row(columns, depth, a + m * aRow, aColumn, b, bRow, bColumn, c + m * cRow, adds);
    return;
  }
  const packedA = scratch + blockDepth * blockColumns * 4;
  const spare = packedA + blockDepth * blockRows * 4;
  for (let k = 0; k < depth; k += blockDepth) {
    const depthNow = min(blockDepth, depth - k);
    const onto = adds || k > 0;
    for (let n = 0; n < columns; n += blockColumns) {
      const columnsNow = min(blockColumns, columns - n);
      packB(depthNow, columnsNow, b + k * bRow + n * bColumn, bRow, bColumn, scratch);
      for (let m = 0; m < rows; m += blockRows) {
        const rowsNow = min(blockRows, rows - m);
        tiles(
          rowsNow,
          columnsNow,
          depthNow,
          a + m * aRow + k * aColumn,
          aRow,
          aColumn,
          c + m * cRow + n * 4,
          cRow,
          onto,
          scratch,
          packedA,
          spare,
        );
      }
    }
  }
}

/** C = 0. */
function clear(rows: i32, columns: i32, c: usize, cRow: usize): void {
  for (let m = 0; m < rows; m++) memory.fill(c + m * cRow, 0, columns * 4);
}

/** All tiles of one block of C. */
function tiles(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aColumn: usize,
  c: usize,
  cRow: usize,
  adds: bool,
  panels: usize,
  packedA: usize,
  spare: usize,
): void {
  const isPacked = aColumn != 4 && columns > 8;
  if (isPacked) packA(rows, depth, a, aRow, aColumn, packedA);
  const step = isPacked ? 16 : aColumn;
  const rowStep = isPacked ? 4 : aRow;
  for (let n = 0; n < columns; n += 8) {
    const panel = panels + n * depth * 4;
    for (let m = 0; m < rows; m += 4) {
      const from = isPacked ? packedA + m * depth * 4 : a + m * aRow;
      const at = c + m * cRow + n * 4;
      if (rows - m >= 4 && columns - n >= 8)
        tile4x8(
          depth,
          from,
          from + rowStep,
          from + 2 * rowStep,
          from + 3 * rowStep,
          step,
          panel,
          at,
          cRow,
          adds,
        );
      else
        edgeTile(
          depth,
          from,
          rowStep,
          step,
          panel,
          at,
          cRow,
          adds,
          min(4, rows - m),
          min(8, columns - n),
          spare,
        );
    }
  }
}
