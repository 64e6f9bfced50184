// The student's size against the teacher's, in words.

/** "half the teacher's size", "11x smaller"; from numbers of parameters. */
export function sizeRatio(teacher: number, student: number): string {
  const times = teacher >= student ? teacher / student : student / teacher;
  if (times < 1.05) return 'as large as the teacher';
  if (times > 1.9 && times < 2.1)
    return teacher > student ? 'half the teacher’s size' : 'twice the teacher’s size';
  const factor = times >= 10 ? Math.round(times).toLocaleString('en') : times.toFixed(1);
  return `${factor}× ${teacher > student ? 'smaller' : 'larger'}`;
}
