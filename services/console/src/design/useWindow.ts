import { useEffect, useState, type RefObject } from 'react';

const margin = 12;

/** Which of many rows of one height are near what is seen of the page, so that only these are drawn.
 *  @returns First row and the one after the last. */
export function useWindow(
  list: RefObject<HTMLElement | null>, count: number, rowHeight: number,
): readonly [number, number] {
  const [seen, setSeen] = useState<readonly [number, number]>([0, 60]);
  useEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      const top = list.current?.getBoundingClientRect().top ?? 0;
      const first = Math.max(0, Math.floor(-top / rowHeight) - margin);
      const after = first + Math.ceil(window.innerHeight / rowHeight) + 2 * margin;
      setSeen(before => (before[0] === first && before[1] === after ? before : [first, after]));
    };
    const later = () => { frame ||= requestAnimationFrame(look); };
    look();
    window.addEventListener('scroll', later, { passive: true });
    window.addEventListener('resize', later);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', later);
      window.removeEventListener('resize', later);
    };
  }, [list, rowHeight, count]);
  return [Math.min(seen[0], count), Math.min(seen[1], count)];
}
