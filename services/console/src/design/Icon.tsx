/** Drawn on 16 × 16, in the colour of the text around. */
const paths = {
  runs: 'M3 4h10M3 8h10M3 12h6',
  workflows: 'M3.5 3.5h3v3h-3zM9.5 9.5h3v3h-3zM6.5 5H11v4.5',
  approvals: 'M3 3h10v7H8l-3 3v-3H3zM5.5 6.5l1.7 1.7l3.3-3.3',
  cluster: 'M3 3.5h10v4H3zM3 9.5h10v4H3zM5.5 5.5h0M5.5 11.5h0',
  agents: 'M8 2.5v2M4 6.5a2 2 0 0 1 2-2h4a2 2 0 0 1 2 2v5H4zM6.5 8h0M9.5 8h0M6 13.5v-2M10 13.5v-2',
  schedules: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M8 5v3l2 2',
  batches: 'M2.5 5.5L8 3l5.5 2.5L8 8zM2.5 8L8 10.5L13.5 8M2.5 10.5L8 13l5.5-2.5',
  letters: 'M2.5 4h11v8h-11zM2.5 4.5L8 9l5.5-4.5',
  settings: 'M8 6a2 2 0 1 0 0 4a2 2 0 0 0 0-4M8 2v2M8 12v2M2 8h2M12 8h2M3.8 3.8l1.4 1.4'
    + 'M10.8 10.8l1.4 1.4M3.8 12.2l1.4-1.4M10.8 5.2l1.4-1.4',
  book: 'M3 3h4a1 1 0 0 1 1 1v9a2 2 0 0 0-2-1H3zM13 3H9a1 1 0 0 0-1 1v9a2 2 0 0 1 2-1h3z',
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  stop: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M4.2 11.8l7.6-7.6',
  wait: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M8 5.5V8h2.5',
  work: 'M8 2.5a5.5 5.5 0 1 1-5.5 5.5',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  skip: 'M3 4l5 4l-5 4zM12 4v8',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9M10.5 10.5l3 3',
  copy: 'M6 6h7v7H6zM3 10V3h7',
  down: 'M4 6l4 4l4-4',
  right: 'M6 4l4 4l-4 4',
  plus: 'M8 3v10M3 8h10',
  reload: 'M13 8a5 5 0 1 1-1.5-3.5M13 2.5v3h-3',
} as const;

export type IconName = keyof typeof paths;

/** Decoration: the text beside it has to say the same. */
export function Icon({ name, className }: { readonly name: IconName; readonly className?: string }) {
  return (
    <svg className={className} width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor"
      strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
