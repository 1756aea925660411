using System.Text.RegularExpressions;
using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Tasks;

namespace Workflow.Definitions.Reading;

/// <summary>Where <c>$secrets</c> and <c>$authorization</c> may stand: in what a call sends, and nowhere else, since
/// everything else is recorded.</summary>
internal sealed partial class SecretUse(ReadContext context)
{
    private List<string>? _names;
    private LoginUse? _login;

    /// <summary>Reads something whose expressions may name secrets.</summary>
    /// <param name="names">Gets the names.</param>
    public T In<T>(List<string> names, Func<T> read) => In(names, null, read);

    /// <summary>Reads something whose expressions may name secrets, and see what the call logs in with.</summary>
    /// <param name="usesLogin">Whether one does.</param>
    public T InCall<T>(List<string> names, Func<T> read, out bool usesLogin)
    {
        var login = new LoginUse();
        var result = In(names, login, read);
        usesLogin = login.IsThere;
        return result;
    }

    /// <summary>Whether an expression names only secrets that it may; adds an error when it does not.</summary>
    public bool IsSound(LocatedNode node)
    {
        if (Login().IsMatch(node.Text))
        {
            if (_login is null)
            {
                context.Add(
                    node, "`$authorization` has a value only in `headers`, `query` and `body` of `call: http`: "
                    + "everything else is recorded. Use it there.");
                return false;
            }

            _login.IsThere = true;
        }

        if (!node.Text.Contains("$secrets", StringComparison.Ordinal))
        {
            return true;
        }

        if (_names is null)
        {
            context.Add(
                node, "`$secrets` has values only in what a call sends (`authentication`, `headers`, `query`, `body`, "
                + "`parameters`): everything else is recorded. Use it there.");
            return false;
        }

        var errors = context.Errors.Count;
        _names.AddRange(SecretNames.Of(context, node));
        return context.Errors.Count == errors;
    }

    private T In<T>(List<string> names, LoginUse? login, Func<T> read)
    {
        var outside = (_names, _login);
        (_names, _login) = (names, login);
        try
        {
            return read();
        }
        finally
        {
            (_names, _login) = outside;
        }
    }

    [GeneratedRegex(@"\$authorization(?![A-Za-z0-9_])", RegexOptions.CultureInvariant)]
    private static partial Regex Login();

    private sealed class LoginUse
    {
        public bool IsThere { get; set; }
    }
}
