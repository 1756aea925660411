# Builtins that are best said in jq itself. Compiled once, when the first program needs one.

def paths: path(..) | select(length > 0);
def paths(f): path(.. | select(f)) | select(length > 0);
def leaf_paths: paths(scalars);
def in(container): . as $key | container | has($key);
def inside(container): . as $part | container | contains($part);
def walk(f):
  def visit: (if type == "object" then map_values(visit) elif type == "array" then map(visit) else . end) | f;
  visit;
def combinations:
  if length == 0 then [] else .[0][] as $head | (.[1:] | combinations) as $tail | [$head] + $tail end;
def combinations(n): . as $choices | [range(n)] | map($choices) | combinations;
def INDEX(rows; key): [rows | {key: (key | tostring), value: .}] | from_entries;
def INDEX(key): INDEX(.[]; key);
def IN(values): any(values == .; .);
def IN(source; values): any(source == values; .);
def JOIN($index; key): [.[] | [., $index[key]]];
def JOIN($index; rows; key): rows | [., $index[key]];
def JOIN($index; rows; key; combine): rows | [., $index[key]] | combine;
def tostream: path(def visit: (.[]? | visit), .; visit) as $path | getpath($path)
  | if (type == "array" or type == "object") and length > 0
    then [$path + (keys_unsorted | .[-1:])] else [$path, .] end;
def fromstream(events):
  {whole: null, done: false} as $fresh
  | foreach events as $event ($fresh;
      (if .done then $fresh else . end)
      | if $event | length == 2
        then .whole = (.whole | setpath(["v"] + $event[0]; $event[1])) | .done = ($event[0] | length == 0)
        else .done = ($event[0] | length == 1) end;
      if .done then .whole.v else empty end);
def truncate_stream(events): . as $depth | null | events
  | . as $event | if ($event[0] | length) > $depth then setpath([0]; $event[0][$depth:]) else empty end;
def pick(paths): . as $whole | reduce path(paths) as $path (null; setpath($path; $whole | getpath($path)));
def todate: strftime("%Y-%m-%dT%H:%M:%SZ");
def fromdateiso8601: strptime("%Y-%m-%dT%H:%M:%SZ") | mktime;
def todateiso8601: todate;
def fromdate: fromdateiso8601;
def date: todate;
def dateadd(unit; amount): . + amount;
def datesub(unit; amount): . - amount;
def ascii: [.] | implode;
def finites: select(type == "number" and (isinfinite or isnan | not));
def normals: select(type == "number" and isnormal);
