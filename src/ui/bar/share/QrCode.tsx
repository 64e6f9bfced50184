// A link as a QR code: dark on light whatever the page's colours, or cameras would not read it.

import encodeQR from 'qr';
import { useMemo } from 'react';
import own from './share.module.css';

export function QrCode({ text }: { readonly text: string }) {
  const { path, size } = useMemo(() => {
    const rows = encodeQR(text, 'raw', { ecc: 'low', border: 2 });
    const cells = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : [])));
    return { path: cells.join(''), size: rows.length };
  }, [text]);
  return (
    <svg
      className={own.qr}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label="QR code of the link above"
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
