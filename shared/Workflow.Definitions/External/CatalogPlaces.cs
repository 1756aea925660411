using System.Text.RegularExpressions;

namespace Workflow.Definitions.External;

/// <summary>Where the functions of a catalog are (dsl.md, "Catalogs"; the structure is that of
/// serverlessworkflow/catalog).</summary>
internal static partial class CatalogPlaces
{
    public const string Folder = "/functions/";

    private const string File = "function.yaml";
    private const string GitHub = "github.com";
    private const string GitLab = "gitlab.com";
    private const string OfGitLab = "/-/";

    private static readonly string[] Documents = [".yaml", ".yml", ".json"];

    /// <param name="root">Of the catalog. Pages of GitHub and GitLab stand for the files that they show.</param>
    public static Uri Of(Uri root, string name, string version) => Below(Raw(root), $"{Folder}{name}/{version}/{File}");

    /// <summary>The function at an address: of its document, or of the folder that holds it.</summary>
    public static Uri Of(Uri address) =>
        Array.Exists(Documents, end => address.AbsolutePath.EndsWith(end, StringComparison.OrdinalIgnoreCase))
            ? Raw(address)
            : Below(Raw(address), $"/{File}");

    private static Uri Below(Uri root, string path) =>
        new UriBuilder(root) { Path = root.AbsolutePath.TrimEnd('/') + path }.Uri;

    /// <summary>A page about files of a repository as the address of the files themselves.</summary>
    private static Uri Raw(Uri page)
    {
        var path = page.AbsolutePath.Trim('/');
        if (page.Host == GitHub)
        {
            return OnGitHub(path.Split('/')) is { } raw ? new Uri($"https://raw.githubusercontent.com/{raw}") : page;
        }

        if (page.AbsolutePath.Contains($"{OfGitLab}tree/", StringComparison.Ordinal)
            || page.AbsolutePath.Contains($"{OfGitLab}blob/", StringComparison.Ordinal))
        {
            return new UriBuilder(page) { Path = GitLabPage().Replace(page.AbsolutePath, $"{OfGitLab}raw/", 1) }.Uri;
        }

        return page.Host == GitLab && !page.AbsolutePath.Contains(OfGitLab, StringComparison.Ordinal)
            ? Below(page, $"{OfGitLab}raw/HEAD")
            : page;
    }

    /// <summary>Owner and repository, then either nothing or a branch (one segment) or commit, and folders.</summary>
    private static string? OnGitHub(string[] path) => path switch
    {
        [var owner, var repository] => $"{owner}/{repository}/HEAD",
        [var owner, var repository, "tree" or "blob", var at, .. var rest] =>
            string.Join('/', [owner, repository, Commit().IsMatch(at) ? at : $"refs/heads/{at}", .. rest]),
        _ => null,
    };

    [GeneratedRegex("/-/(tree|blob)/")]
    private static partial Regex GitLabPage();

    [GeneratedRegex("^[0-9a-f]{40}$")]
    private static partial Regex Commit();
}
