using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Workflow.Hosting;

/// <summary>Fills an options record from settings named PREFIX_OPTION_NAME; durations are milliseconds and end in
/// _MS.</summary>
public static class OptionsReader
{
    /// <param name="settings">Names and values, as environment variables have them.</param>
    /// <exception cref="SettingException">A value cannot be read or breaks its option's rule, or no option has that
    /// name.</exception>
    public static T Read<T>(IEnumerable<KeyValuePair<string, string?>> settings, string prefix)
        where T : new()
    {
        var options = new T();
        var properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .ToDictionary(property => NameOf(prefix, property), StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in settings)
        {
            if (!name.StartsWith(prefix + '_', StringComparison.OrdinalIgnoreCase) || string.IsNullOrWhiteSpace(value))
            {
                continue;
            }

            var property = properties.GetValueOrDefault(name) ?? throw new SettingException(
                name, Shown(name, value),
                $"no option has this name, so it would be ignored; known are {string.Join(", ", properties.Keys)}.");
            property.SetValue(options, Parse(name, value.Trim(), property.PropertyType));
            Check(options, property, name, value);
        }

        return options;
    }

    /// <summary>The variable that sets an option.</summary>
    public static string NameOf(string prefix, PropertyInfo property)
    {
        var unit = property.PropertyType == typeof(TimeSpan) ? "_MS" : "";
        return $"{prefix}_{JsonNamingPolicy.SnakeCaseUpper.ConvertName(property.Name)}{unit}";
    }

    private static string Shown(string name, string value) =>
        name.Contains("SECRET", StringComparison.OrdinalIgnoreCase) ? "…" : value;

    private static object Parse(string name, string value, Type type)
    {
        if (type == typeof(string))
        {
            return value;
        }

        if (type == typeof(TimeSpan))
        {
            return double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ms)
                && ms <= int.MaxValue ? TimeSpan.FromMilliseconds(ms)
                : throw new SettingException(name, value, "is not a number of milliseconds.");
        }

        if (type == typeof(long) && long.TryParse(value, CultureInfo.InvariantCulture, out var large))
        {
            return large;
        }

        return int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new SettingException(name, value, "is not a whole number in range.");
    }

    private static void Check(object options, PropertyInfo property, string name, string value)
    {
        var failures = new List<ValidationResult>();
        var context = new ValidationContext(options) { MemberName = property.Name };
        if (!Validator.TryValidateProperty(property.GetValue(options), context, failures))
        {
            throw new SettingException(name, Shown(name, value), failures[0].ErrorMessage!);
        }
    }
}
