// Numbers of the divergences, as the host names them; 0: none.

export const forwardKl: i32 = 1;
export const reverseKl: i32 = 2;
export const jsd: i32 = 3;
export const skewKl: i32 = 4;
export const skewReverseKl: i32 = 5;
export const tvd: i32 = 6;
export const probabilityMse: i32 = 7;
export const dkd: i32 = 8;
export const standardizedKl: i32 = 9;
export const logitMse: i32 = 10;
export const cosine: i32 = 11;
export const topKKl: i32 = 12;
