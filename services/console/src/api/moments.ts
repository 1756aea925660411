const zone = /(Z|\+00:00)$/;

/** Order of two moments as the API writes them, to the microsecond: for `sort`. Their fractions have no zeros at the
 *  end, so that as text 0.12Z would come after 0.1201Z; without the zone it comes before. */
export function byMoment(a: string, b: string): number {
  const [left, right] = [a.replace(zone, ''), b.replace(zone, '')];
  return Date.parse(a) - Date.parse(b) || (left < right ? -1 : left > right ? 1 : 0);
}
