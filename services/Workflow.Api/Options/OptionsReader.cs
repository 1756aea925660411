using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Workflow.Api.Options;

/// <summary>Fills an options record from settings named PREFIX_OPTION_NAME; durations are milliseconds and end in
/// _MS.</summary>
public static class OptionsReader
{
    /// <exception cref="SettingException">A value cannot be read or breaks its option's rule, or no option has that
    /// name.</exception>
    public static T Read<T>(IConfiguration settings, string prefix)
        where T : new()
    {
        var options = new T();
        var properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .ToDictionary(property => NameOf(prefix, property), StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in settings.AsEnumerable())
        {
            if (!name.StartsWith(prefix + '_', StringComparison.OrdinalIgnoreCase) || string.IsNullOrWhiteSpace(value))
            {
                continue;
            }

            var property = properties.GetValueOrDefault(name) ?? throw new SettingException(
                name, value,
                $"no option has this name, so it would be ignored; known are {string.Join(", ", properties.Keys)}.");
            property.SetValue(options, Parse(name, value.Trim(), property.PropertyType));
            Check(options, property, name, value);
        }

        return options;
    }

    private static string NameOf(string prefix, PropertyInfo property)
    {
        var unit = property.PropertyType == typeof(TimeSpan) ? "_MS" : "";
        return $"{prefix}_{JsonNamingPolicy.SnakeCaseUpper.ConvertName(property.Name)}{unit}";
    }

    private static object Parse(string name, string value, Type type)
    {
        if (type == typeof(TimeSpan))
        {
            return double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ms)
                && ms <= int.MaxValue ? TimeSpan.FromMilliseconds(ms)
                : throw new SettingException(name, value, "is not a number of milliseconds.");
        }

        return int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new SettingException(name, value, "is not a whole number.");
    }

    private static void Check(object options, PropertyInfo property, string name, string value)
    {
        var failures = new List<ValidationResult>();
        var context = new ValidationContext(options) { MemberName = property.Name };
        if (!Validator.TryValidateProperty(property.GetValue(options), context, failures))
        {
            throw new SettingException(name, value, failures[0].ErrorMessage!);
        }
    }
}
