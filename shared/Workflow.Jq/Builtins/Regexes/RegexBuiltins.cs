using System.Text.RegularExpressions;
using Workflow.Jq.Evaluation;
using Workflow.Jq.Evaluation.Nodes;
using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins.Regexes;

internal static class RegexBuiltins
{
    public static void Register(Catalogue catalogue)
    {
        Stream("match", (machine, input, regex, flags) => Matches(machine, input, regex, flags));
        Stream("test", (machine, input, regex, flags) => [Test(machine, input, regex, flags)]);
        Stream("capture", (machine, input, regex, flags) => Captures(machine, input, regex, flags));
        Stream("scan", (machine, input, regex, flags) => Scan(machine, input, regex, flags));
        Stream("splits", (machine, input, regex, flags) => Pieces(machine, input, regex, flags));
        catalogue
            .Add("split", 2, (machine, input, arguments) =>
                JqValue.Array(Pieces(machine, input, arguments[0], arguments[1])))
            .Add("sub", 2, arguments => new SubstituteNode(arguments[0], arguments[1], Empty, false))
            .Add("sub", 3, arguments => new SubstituteNode(arguments[0], arguments[1], arguments[2], false))
            .Add("gsub", 2, arguments => new SubstituteNode(arguments[0], arguments[1], Empty, true))
            .Add("gsub", 3, arguments => new SubstituteNode(arguments[0], arguments[1], arguments[2], true));

        void Stream(string name, Func<Machine, JqValue, JqValue, JqValue, IEnumerable<JqValue>> function)
        {
            var takesArrays = name is "match" or "test" or "capture";
            catalogue.Add(name, 1, arguments => new NativeStreamNode(
                (machine, input, values) =>
                {
                    var (pattern, flags) = takesArrays ? Parts(values[0]) : (values[0], JqValue.Null);
                    return function(machine, input, pattern, flags);
                },
                arguments));
            catalogue.Add(name, 2, arguments => new NativeStreamNode(
                (machine, input, values) => function(machine, input, values[0], values[1]), arguments));
        }
    }

    private static LiteralNode Empty { get; } = new(JqValue.Null);

    /// <summary>What a replacement sees: the named groups of a match, null for those that took no part.</summary>
    public static JqValue Groups(CompiledRegex regex, Match match)
    {
        var members = new MemberList();
        for (var i = 0; i < regex.Names.Length; i++)
        {
            if (regex.Names[i] is { } name)
            {
                members.Set(name, Text(match.Groups[regex.Numbers[i]]));
            }
        }

        return members.ToValue();
    }

    // A single argument may hold the flags too.
    private static (JqValue Pattern, JqValue Flags) Parts(JqValue value) => value.Kind switch
    {
        JqKind.String => (value, JqValue.Null),
        JqKind.Array when value.Count > 0 => (value.Span[0], value.Count > 1 ? value.Span[1] : JqValue.Null),
        _ => throw new JqException($"{JqWords.Name(value)} not a string or array"),
    };

    private static IEnumerable<JqValue> Matches(Machine machine, JqValue input, JqValue pattern, JqValue flags)
    {
        var regex = RegexMatches.Compile(machine, input, pattern, flags);
        var offsets = new CodePointOffsets(input.Chars);
        foreach (var match in RegexMatches.Find(machine, regex, input.Chars, regex.IsGlobal))
        {
            var captures = new JqValue[regex.Names.Length];
            for (var i = 0; i < captures.Length; i++)
            {
                machine.Step();
                captures[i] = Describe(match.Groups[regex.Numbers[i]], regex.Names[i], offsets);
            }

            var members = DescribeMatch(match, offsets);
            members.Set("captures", JqValue.FromOwned(captures));
            yield return members.ToValue();
        }
    }

    private static JqValue Test(Machine machine, JqValue input, JqValue pattern, JqValue flags)
    {
        var regex = RegexMatches.Compile(machine, input, pattern, flags);
        return JqValue.Bool(RegexMatches.Find(machine, regex, input.Chars, false).Any());
    }

    private static IEnumerable<JqValue> Captures(Machine machine, JqValue input, JqValue pattern, JqValue flags)
    {
        var regex = RegexMatches.Compile(machine, input, pattern, flags);
        return RegexMatches.Find(machine, regex, input.Chars, regex.IsGlobal).Select(match => Groups(regex, match));
    }

    private static IEnumerable<JqValue> Scan(Machine machine, JqValue input, JqValue pattern, JqValue flags)
    {
        var regex = RegexMatches.Compile(machine, input, pattern, flags);
        return RegexMatches.Find(machine, regex, input.Chars, true).Select(match => regex.Names.Length == 0
            ? JqValue.Sound(match.Value)
            : JqValue.Array(regex.Numbers.Select(number => Text(match.Groups[number]))));
    }

    private static IEnumerable<JqValue> Pieces(Machine machine, JqValue input, JqValue pattern, JqValue flags)
    {
        var regex = RegexMatches.Compile(machine, input, pattern, flags);
        var end = 0;
        foreach (var match in RegexMatches.Find(machine, regex, input.Chars, true))
        {
            yield return JqValue.Sound(input.Chars[end..match.Index]);
            end = match.Index + match.Length;
        }

        yield return JqValue.Sound(input.Chars[end..]);
    }

    private static JqValue Text(Group group) => group.Success ? JqValue.String(group.Value) : JqValue.Null;

    private static MemberList DescribeMatch(Group group, CodePointOffsets offsets)
    {
        var members = new MemberList();
        var offset = group.Success ? offsets.Of(group.Index) : -1;
        members.Set("offset", JqValue.Number((double)offset));
        members.Set("length", JqValue.Number((double)Utf16.Count(group.ValueSpan)));
        members.Set("string", Text(group));
        return members;
    }

    private static JqValue Describe(Group group, string? name, CodePointOffsets offsets)
    {
        var members = DescribeMatch(group, offsets);
        members.Set("name", name is null ? JqValue.Null : JqValue.Sound(name));
        return members.ToValue();
    }
}
