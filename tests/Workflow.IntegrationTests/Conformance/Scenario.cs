using System.Text;
using System.Text.RegularExpressions;
using Workflow.Definitions;

namespace Workflow.IntegrationTests.Conformance;

/// <summary>A scenario of a <c>.feature</c> file.</summary>
/// <param name="Definition">YAML.</param>
/// <param name="Input">JSON.</param>
/// <param name="Expectations">What stands after <c>Then</c>, in order.</param>
internal sealed record Scenario(
    string Name, string Definition, string Input, IReadOnlyList<Expectation> Expectations)
{
    private const string Quote = "\"\"\"";

    /// <summary>All scenarios of a folder, by file and place in it.</summary>
    public static IEnumerable<Scenario> ReadAll(string folder) =>
        Directory.GetFiles(folder, "*.feature").Order(StringComparer.Ordinal)
            .SelectMany(file => Regex.Split(File.ReadAllText(file), @"(?m)^\s*Scenario:").Skip(1))
            .Select(Read);

    private static Scenario Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var name = lines[0].Trim();
        string? definition = null;
        var input = "null";
        var expectations = new List<Expectation>();
        var hasRun = false;
        for (var i = 1; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var block = i + 1 < lines.Length && lines[i + 1].Trim().StartsWith(Quote, StringComparison.Ordinal)
                ? Block(lines, ref i)
                : null;
            switch (line)
            {
                case "Given a workflow with definition:":
                    definition = block!;
                    break;
                case "And given the workflow input is:":
                    input = Json(block!);
                    break;
                case "When the workflow is executed":
                    hasRun = true;
                    break;
                default:
                    expectations.Add(
                        hasRun
                            ? new Expectation(line, block is null ? null : Json(block))
                            : throw new FormatException($"{name}: unknown step {line}"));
                    break;
            }
        }

        return new Scenario(
            name, definition ?? throw new FormatException($"{name} has no definition."), input, expectations);
    }

    /// <summary>The lines between two quotes; <paramref name="i"/> moves onto the second.</summary>
    private static string Block(string[] lines, ref int i)
    {
        var first = i + 2;
        i = Array.FindIndex(lines, first, line => line.Trim() == Quote);
        var indent = lines[first].Length - lines[first].TrimStart().Length;
        return string.Join('\n', lines[first..i].Select(line => line[Math.Min(indent, line.Length)..]));
    }

    private static string Json(string yaml) => Encoding.UTF8.GetString(
        PlainDocument.ToJson(Encoding.UTF8.GetBytes(yaml), 100_000, out var fault)
        ?? throw new FormatException($"{fault}\n{yaml}"));
}

/// <summary>A line after <c>Then</c>.</summary>
/// <param name="Value">JSON of the block below it.</param>
internal sealed record Expectation(string Line, string? Value);
