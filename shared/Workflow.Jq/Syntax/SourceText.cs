namespace Workflow.Jq.Syntax;

/// <summary>The text of a program, and the errors that point into it.</summary>
internal sealed class SourceText(string text)
{
    private const int WidestExcerpt = 100;

    public string Text => text;

    public int LineOf(int at) => text.AsSpan(0, Math.Min(at, text.Length)).Count('\n') + 1;

    /// <summary>An error at a place, with its line and a caret under it.</summary>
    public JqCompileException Error(int at, string problem)
    {
        at = Math.Min(at, text.Length);
        var start = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        var end = text.IndexOf('\n', at);
        var line = text.AsSpan(start, (end < 0 ? text.Length : end) - start);
        var skipped = Math.Max(0, at - start - (WidestExcerpt / 2));
        var shown = line[skipped..Math.Min(line.Length, skipped + WidestExcerpt)].ToString().Replace('\t', ' ');
        var caret = new string(' ', at - start - skipped) + "^";
        return new JqCompileException(problem, LineOf(at), at - start + 1, $"    {shown}\n    {caret}");
    }
}
