namespace Workflow.IntegrationTests.Deployment;

/// <summary>One line of a Dockerfile, continued lines joined.</summary>
internal sealed record Instruction(string Name, string Text)
{
    public string[] Words => Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>What a Dockerfile says, stage by stage.</summary>
internal sealed record Stage(string Image, string Name, IReadOnlyList<Instruction> Instructions);

internal sealed record Dockerfile(IReadOnlyDictionary<string, string> Arguments, IReadOnlyList<Stage> Stages)
{
    public static Dockerfile Read(string path)
    {
        var arguments = new Dictionary<string, string>();
        var stages = new List<(Instruction From, List<Instruction> Body)>();
        foreach (var instruction in Joined(File.ReadAllLines(path)))
        {
            if (instruction.Name == "FROM")
            {
                stages.Add((instruction, []));
            }
            else if (stages.Count > 0)
            {
                stages[^1].Body.Add(instruction);
            }
            else if (instruction.Name == "ARG")
            {
                var (name, value) = Pair(instruction.Text);
                arguments[name] = value;
            }
        }

        return new Dockerfile(arguments, [.. stages.Select(stage =>
        {
            var words = stage.From.Words;
            var image = arguments.Aggregate(
                words[0], (text, argument) => text.Replace($"${{{argument.Key}}}", argument.Value));
            return new Stage(image, words is [_, "AS", var name] ? name : "", stage.Body);
        })]);
    }

    public static (string Name, string Value) Pair(string text) =>
        (text[..text.IndexOf('=')], text[(text.IndexOf('=') + 1)..]);

    private static IEnumerable<Instruction> Joined(IEnumerable<string> lines)
    {
        var open = "";
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            open += line.TrimEnd('\\').Trim() + ' ';
            if (line[^1] == '\\')
            {
                continue;
            }

            var space = open.IndexOf(' ');
            yield return new Instruction(open[..space], open[space..].Trim());
            open = "";
        }
    }
}
