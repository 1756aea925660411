using Workflow.Cli.Calls;

namespace Workflow.Cli.Run;

/// <summary>What is run: a file, or a workflow that is known by name or id.</summary>
internal static class RunTarget
{
    private static readonly string[] Endings = [".yaml", ".yml", ".json"];

    /// <summary>Null when it is a name.</summary>
    /// <exception cref="InputException">It ends as a file does, and there is none.</exception>
    public static FileInfo? FileOf(string text)
    {
        if (File.Exists(text))
        {
            return new FileInfo(text);
        }

        return Endings.Contains(Path.GetExtension(text))
            ? throw new InputException(
                $"There is no file '{text}' in {Environment.CurrentDirectory}. Give a definition, or the name of a "
                + "workflow that is registered; `workflow workflows list` tells those.")
            : null;
    }
}
