namespace Workflow.Cli.Run;

/// <summary>One line for each task whose numbers changed since it was last told: for logs and pipes.</summary>
internal sealed class PlainView(TextWriter output) : IRunView
{
    // A task that many items go through changes at every look.
    private static readonly TimeSpan ManyEvery = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, StepGroup> _shown = [];
    private string? _trouble;
    private TimeSpan _manyShown = -ManyEvery;

    public void Show(RunPicture picture)
    {
        if (picture.Trouble != _trouble)
        {
            _trouble = picture.Trouble;
            output.WriteLine(_trouble ?? "Going on.");
        }

        var isManyDue = picture.HasEnded || picture.Elapsed - _manyShown >= ManyEvery;
        foreach (var group in picture.Groups)
        {
            var isDue = isManyDue || group.Count == 1;
            if (isDue && (!_shown.TryGetValue(group.Name, out var before) || before != group))
            {
                _shown[group.Name] = group;
                _manyShown = group.Count == 1 ? _manyShown : picture.Elapsed;
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
