using System.Text;
using Workflow.Jq.Evaluation;
using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins.Regexes;

/// <summary>
/// <c>sub(regex; replacement; flags)</c>. A replacement with several outputs gives as many results: the n-th one is
/// made
/// of the n-th output for every match.
/// </summary>
internal sealed class SubstituteNode(Node regex, Node replacement, Node flags, bool all) : Node
{
    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        regex.Values(machine, env, input, pattern => flags.Values(machine, env, input, modifiers =>
        {
            var compiled = RegexMatches.Compile(machine, input, pattern, modifiers);
            foreach (var result in Results(machine, env, input.Chars, compiled))
            {
                if (sink(trail, result) == Flow.Stop)
                {
                    return Flow.Stop;
                }
            }

            return Flow.Next;
        }));

    private IEnumerable<JqValue> Results(Machine machine, Env? env, string text, CompiledRegex compiled)
    {
        var results = new List<StringBuilder>();
        var end = 0;
        foreach (var match in RegexMatches.Find(machine, compiled, text, all || compiled.IsGlobal))
        {
            var (start, index) = (end, 0);
            end = match.Index + match.Length;
            replacement.Values(machine, env, RegexBuiltins.Groups(compiled, match), value =>
            {
                var gap = text.AsSpan(start, match.Index - start);
                if (value.Kind != JqKind.String)
                {
                    throw new JqException(
                        $"{JqWords.Of(JqValue.Sound(gap.ToString()))} and {JqWords.Of(value)} cannot be added");
                }

                if (index == results.Count)
                {
                    results.Add(new StringBuilder());
                }

                var result = results[index++].Append(gap).Append(value.Chars);
                machine.AdmitSize(result.Length);
                machine.Charge((gap.Length + value.Size) >> 2);
                return Flow.Next;
            });
        }

        return results.Count == 0
            ? [JqValue.Sound(text)]
            : results.Select(result => machine.Admit(JqValue.Sound(result.Append(text.AsSpan(end)).ToString())));
    }
}
