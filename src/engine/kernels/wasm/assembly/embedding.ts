// Token and position embeddings, and their gradient: sums in the order of the rows, without a one-hot matrix.

/** out[r] = tokens[ids[r]] + positions[r % length]; rows of `columns` numbers. An id outside the vocabulary reads as 0. */
export function embed(
  rows: i32,
  length: i32,
  columns: i32,
  vocabulary: i32,
  ids: usize,
  tokens: usize,
  positions: usize,
  out: usize,
): void {
  const whole = columns & ~3;
  for (let r = 0; r < rows; r++) {
    const id = i32.load(ids + r * 4);
    const token = tokens + (<u32>id < <u32>vocabulary ? id : 0) * columns * 4;
    const position = positions + (r % length) * columns * 4;
    for (let i = 0; i < whole; i += 4)
      v128.store(out + i * 4, f32x4.add(v128.load(token + i * 4), v128.load(position + i * 4)));
    for (let i = whole; i < columns; i++)
      f32.store(out + i * 4, f32.load(token + i * 4) + f32.load(position + i * 4));
    out += columns * 4;
  }
}

/** into += from, `count` numbers. */
// @ts-ignore: decorator
@inline
function addTo(into: usize, from: usize, count: i32): void {
  const whole = count & ~3;
  for (let i = 0; i < whole; i += 4)
    v128.store(into + i * 4, f32x4.add(v128.load(into + i * 4), v128.load(from + i * 4)));
  for (let i = whole; i < count; i++)
    f32.store(into + i * 4, f32.load(into + i * 4) + f32.load(from + i * 4));
}

/** into[segments[r]] += x[r], from zero; rows of other segments count nowhere. */
export function segmentSum(
  rows: i32,
  columns: i32,
  segmentCount: i32,
  x: usize,
  segments: usize,
  into: usize,
): void {
  memory.fill(into, 0, segmentCount * columns * 4);
  for (let r = 0; r < rows; r++) {
    const id = i32.load(segments + r * 4);
    if (<u32>id < <u32>segmentCount) addTo(into + id * columns * 4, x + r * columns * 4, columns);
  }
}

/** into[r % length] += x[r], from zero; `places` rows in all, 0 from `length` on. */
export function positionSum(rows: i32, length: i32, places: i32, columns: i32, x: usize, into: usize): void {
  memory.fill(into, 0, places * columns * 4);
  for (let r = 0; r < rows; r++) addTo(into + (r % length) * columns * 4, x + r * columns * 4, columns);
}

/** into[columns] = the sum of all rows of x, in their order. */
export function columnSums(rows: i32, columns: i32, x: usize, into: usize): void {
  memory.fill(into, 0, columns * 4);
  for (let r = 0; r < rows; r++) addTo(into, x + r * columns * 4, columns);
}

/** Every row of out[rows, columns] = bias + the same row of residual, where there are such (address 0: none). */
export function fillRows(rows: i32, columns: i32, bias: usize, residual: usize, out: usize): void {
  const bytes = columns * 4;
  if (bias == 0 && residual == 0) memory.fill(out, 0, rows * bytes);
  else if (bias == 0) memory.copy(out, residual, rows * bytes);
  else {
    for (let r = 0; r < rows; r++) memory.copy(out + r * bytes, bias, bytes);
    if (residual != 0) addTo(out, residual, rows * columns);
  }
}

/** into += from, `count` numbers. */
export function addInPlace(count: i32, into: usize, from: usize): void {
  addTo(into, from, count);
}

/** out[r] = x[ids[r]], rows of `bytes` bytes. The caller has checked the ids. */
export function gatherRows(rows: i32, bytes: i32, x: usize, ids: usize, out: usize): void {
  for (let r = 0; r < rows; r++) memory.copy(out + r * bytes, x + i32.load(ids + r * 4) * bytes, bytes);
}
