using Workflow.Definitions.Syntax;

namespace Workflow.Tools.Processes;

/// <summary>Which program is started for which kind of process.</summary>
public static class ProcessCalls
{
    public static ProcessCall OfShell(string command, IReadOnlyList<string> arguments, ProcessCall rest) =>
        rest with
        {
            Kind = "shell",
            ToolName = "shell",
            Program = "/bin/sh",
            Arguments = ["-c", command, "sh", .. arguments],
        };

    /// <param name="language"><c>js</c> or <c>python</c>.</param>
    public static ProcessCall OfScript(
        string language, string code, IReadOnlyList<string> arguments, ProcessCall rest, ProcessOptions options)
    {
        var file = language == "js" ? "script.js" : "script.py";
        return rest with
        {
            Kind = "script",
            ToolName = $"script {language}",
            Program = language == "js" ? options.Node : options.Python,
            Script = code,
            ScriptFile = file,
            Arguments = [file, .. arguments],
        };
    }

    /// <summary>What all kinds have alike.</summary>
    public static ProcessCall Of(
        string stdin, IReadOnlyList<KeyValuePair<string, string>> environment, ProcessReturn output, Guid taskId) =>
        new("", "", "", [], null, "", stdin, environment, output, taskId);
}
