namespace Workflow.Cli.Run;

/// <summary>One line for each task whose numbers changed since the last look: for logs and pipes.</summary>
internal sealed class PlainView(TextWriter output) : IRunView
{
    private readonly Dictionary<string, StepGroup> _shown = [];
    private string? _trouble;

    public void Show(RunPicture picture)
    {
        if (picture.Trouble != _trouble)
        {
            _trouble = picture.Trouble;
            output.WriteLine(_trouble ?? "Going on.");
        }

        foreach (var group in picture.Groups)
        {
            if (!_shown.TryGetValue(group.Name, out var before) || before != group)
            {
                _shown[group.Name] = group;
                output.WriteLine(Line(picture, group));
            }
        }
    }

    private static string Line(RunPicture picture, StepGroup group)
    {
        string[] tail = [StepText.Counts(group), StepText.Duration(group)];
        var details = string.Join("; ", tail.Where(part => part.Length > 0));
        var done = StepText.Percent(picture.Fraction);
        return $"{done,4}  {group.Status,-9}  {group.Name} ({group.Worker})  {details}".TrimEnd();
    }
}
