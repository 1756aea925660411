using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;
using Workflow.Jq;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads a <c>run</c> of a shell command, a script or a container.</summary>
internal static class ProcessReader
{
    public static readonly IReadOnlyList<string> Kinds = ["shell", "script", "container"];

    private static readonly Dictionary<string, ProcessReturn> Returns = new()
    {
        ["stdout"] = ProcessReturn.Stdout,
        ["stderr"] = ProcessReturn.Stderr,
        ["code"] = ProcessReturn.Code,
        ["all"] = ProcessReturn.All,
        ["none"] = ProcessReturn.None,
    };

    private static readonly Dictionary<string, string> Languages = new()
    {
        ["js"] = "js",
        ["javascript"] = "js",
        ["python"] = "python",
    };

    public static TaskNode? Read(ReadContext context, TaskPlace at, ObjectView run, string kind)
    {
        var shape = kind switch
        {
            "shell" => ProcessShapes.Shell,
            "script" => ProcessShapes.Script,
            _ => ProcessShapes.Container,
        };
        var isAwaited = ScalarReader.Flag(context, run["await"]) ?? true;
        var output = Word(context, run["return"], Returns, ProcessReturn.Stdout);
        if (ObjectView.Open(context, run[kind], shape) is not { } process)
        {
            return null;
        }

        ProcessSpec? spec = kind switch
        {
            "shell" => ReadShell(context, process, at.Variables),
            "script" => ReadScript(context, process, at.Variables),
            _ => ContainerReader.Read(context, process, at.Variables),
        };
        if (process["arguments"] is { Kind: not NodeKind.Array } one && !IsExpression(one))
        {
            context.AddWrongKind(one, "a list, or an expression `${ … }` that gives one");
        }

        var stdin = process["stdin"] is { } given ? Text(context, given, at.Variables) : null;
        var arguments = process["arguments"] is { } list ? TemplateReader.Read(context, list, at.Variables) : null;
        var environment = HttpPairsReader.Read(context, process["environment"], at.Variables, areHeaders: false);
        return spec is null ? null : new RunProcessTask
        {
            Name = at.Name,
            Pointer = at.Pointer,
            Process = spec,
            Stdin = stdin,
            Arguments = arguments,
            Environment = environment,
            Return = output,
            IsAwaited = isAwaited,
        };
    }

    private static ShellProcess? ReadShell(ReadContext context, ObjectView process, Variables variables) =>
        Text(context, process.Require("command", "the command"), variables) is { } command
            ? new ShellProcess(command)
            : null;

    private static ScriptProcess? ReadScript(ReadContext context, ObjectView process, Variables variables)
    {
        var expected = $"one of {Quote.Any([.. Languages.Keys])}";
        var language = Word(context, process.Require("language", expected), Languages, "js");
        if (process["source"] is not { } source)
        {
            var code = Text(context, process.Require("code", "the script; or `source`, where it is"), variables);
            return code is null ? null : new ScriptProcess(language, code, null);
        }

        if (process["code"] is { } both)
        {
            context.AddAtName(both, "A script is either written out below `code`, or fetched from `source`.");
        }

        var resource = ObjectView.Open(context, source, ToolShapes.Resource);
        var endpoint = EndpointReader.Read(
            context, resource?.Require("endpoint", "an absolute http or https URI"), variables);
        return endpoint is null ? null : new ScriptProcess(language, null, endpoint);
    }

    /// <summary>Text as it stands, or an expression: in no mode is a program taken for an expression.</summary>
    public static Template? Text(ReadContext context, LocatedNode? node, Variables variables) =>
        ScalarReader.Text(context, node, "text or an expression `${ … }`") is not { } text ? null
        : IsExpression(node!) ? TemplateReader.Read(context, node!, variables)
        : new LiteralTemplate(JqValue.String(text));

    /// <summary>A shell's <c>${NAME}</c> is none: an expression is the whole text.</summary>
    private static bool IsExpression(LocatedNode node) =>
        node.Kind == NodeKind.String && ExpressionText.IsMarked(node.Text);

    public static T Word<T>(ReadContext context, LocatedNode? node, Dictionary<string, T> words, T otherwise)
    {
        var expected = $"one of {Quote.Any([.. words.Keys])}";
        if (ScalarReader.Text(context, node, expected) is not { } text)
        {
            return otherwise;
        }

        if (!words.ContainsKey(text))
        {
            context.AddWrongKind(node!, expected);
        }

        return words.GetValueOrDefault(text, otherwise);
    }
}
