namespace Workflow.UnitTests.Tidy;

/// <summary>How long files and lines may be.</summary>
public static class Sizes
{
    public const int FileMax = 400;
    public const int UsualFileMax = 200;
    public const int LineMax = 120;
    public const int ServiceProgramMax = 60;
    private const double UsualShare = 0.95;

    public static IEnumerable<Finding> LongFiles(IEnumerable<RepositoryFile> files) =>
        from file in files
        let most = file.Name == "Program.cs" && file.IsIn("services") ? ServiceProgramMax : FileMax
        where file.Lines.Length > most
        select new Finding(file.Path, most + 1, $"{file.Lines.Length} lines; at most {most}.");

    /// <summary>More than one file in twenty above the usual length: all of those that are.</summary>
    public static IEnumerable<Finding> TooManyLongish(IReadOnlyCollection<RepositoryFile> files)
    {
        var longish = files.Where(file => file.Lines.Length > UsualFileMax).ToList();
        return longish.Count <= files.Count * (1 - UsualShare)
            ? []
            : longish.Select(file => new Finding(
                file.Path, UsualFileMax + 1,
                $"{file.Lines.Length} lines; {UsualShare:P0} of {files.Count} files must stay within {UsualFileMax}."));
    }

    public static IEnumerable<Finding> LongLines(IEnumerable<RepositoryFile> files) =>
        from file in files
        from line in file.Lines.Select((text, index) => (Length: text.Length, Number: index + 1))
        where line.Length > LineMax
        select new Finding(file.Path, line.Number, $"{line.Length} characters; at most {LineMax}.");
}
