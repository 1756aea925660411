namespace Workflow.UnitTests.Tidy;

/// <summary>A file of the repository.</summary>
/// <param name="Path">From the repository's root, with forward slashes.</param>
public sealed record RepositoryFile(string Path, string Text)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Lines without their ends; a newline at the end of the file begins no line.</summary>
    public string[] Lines => Text.TrimEnd('\n').Split('\n');

    public bool IsIn(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>The line of a position in the text, from 1.</summary>
    public int LineOf(int position) => Text.AsSpan(0, position).Count('\n') + 1;

    public Finding At(int position, string message) => new(Path, LineOf(position), message);
}
