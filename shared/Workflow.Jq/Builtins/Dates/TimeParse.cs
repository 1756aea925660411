namespace Workflow.Jq.Builtins.Dates;

/// <summary>strptime in the C locale; times without a zone are UTC.</summary>
internal ref struct TimeParse
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _year = 1900;
    private int _month;
    private int _day;
    private int _hours;
    private int _minutes;
    private int _seconds;
    private int _dayOfYear = -1;
    private bool? _afternoon;
    private bool _hasMonth;
    private double? _epoch;

    private TimeParse(ReadOnlySpan<char> text) => _text = text;

    /// <summary>The time, if all of the text matches the format.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, ReadOnlySpan<char> format, out BrokenDownTime time)
    {
        var parse = new TimeParse(text);
        var matches = parse.Match(format) && parse._at == text.Length;
        time = matches ? parse.ToTime() : default;
        return matches;
    }

    private readonly BrokenDownTime ToTime()
    {
        if (_epoch is { } epoch)
        {
            return BrokenDownTime.FromSeconds(epoch, "strptime/1");
        }

        var hours = _afternoon is { } afternoon ? (_hours % 12) + (afternoon ? 12 : 0) : _hours;
        var (month, day) = (_month, _day);
        if (_dayOfYear >= 0 && !_hasMonth)
        {
            (_, month, day) = Calendar.FromDays(Calendar.ToDays(_year, 1, 1) + _dayOfYear);
            month--;
        }

        var time = new BrokenDownTime(_year, month, day, hours, _minutes, _seconds, 0, 0);
        return time.WithCalendarDays();
    }

    private bool Match(ReadOnlySpan<char> format)
    {
        for (var i = 0; i < format.Length; i++)
        {
            if (char.IsWhiteSpace(format[i]))
            {
                SkipSpace();
            }
            else if (format[i] != '%' || i + 1 == format.Length)
            {
                if (_at >= _text.Length || _text[_at++] != format[i])
                {
                    return false;
                }
            }
            else
            {
                i += format[i + 1] is 'E' or 'O' && i + 2 < format.Length ? 2 : 1;
                if (!Field(format[i]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool Field(char letter)
    {
        switch (letter)
        {
            case 'Y':
                return Number(4, 0, 9999, out _year, signed: true);
            case 'y':
                var isYear = Number(2, 0, 99, out var two);
                _year = two + (two < 69 ? 2000 : 1900);
                return isYear;
            case 'm':
                _hasMonth = Number(2, 1, 12, out _month);
                _month--;
                return _hasMonth;
            case 'd' or 'e':
                return Number(2, 1, 31, out _day);
            case 'H' or 'k':
                return Number(2, 0, 23, out _hours);
            case 'I' or 'l':
                return Number(2, 1, 12, out _hours);
            case 'M':
                return Number(2, 0, 59, out _minutes);
            case 'S':
                return Number(2, 0, 61, out _seconds);
            case 'j':
                var isDay = Number(3, 1, 366, out _dayOfYear);
                _dayOfYear--;
                return isDay;
            case 'p' or 'P':
                _afternoon = Word("PM");
                return _afternoon.Value || Word("AM");
            case 'B' or 'b' or 'h':
                _hasMonth = Name(Calendar.Months, out _month);
                return _hasMonth;
            case 'A' or 'a':
                return Name(Calendar.Days, out _);
            default:
                return Composite(letter);
        }
    }

    private bool Composite(char letter)
    {
        switch (letter)
        {
            case 'T':
                return Match("%H:%M:%S");
            case 'R':
                return Match("%H:%M");
            case 'r':
                return Match("%I:%M:%S %p");
            case 'D':
                return Match("%m/%d/%y");
            case 'F':
                return Match("%Y-%m-%d");
            case 'c':
                return Match("%a %b %e %H:%M:%S %Y");
            case 'u' or 'w':
                return Number(1, 0, 7, out _);
            case 'U' or 'W' or 'V':
                return Number(2, 0, 53, out _);
            case 's':
                var isEpoch = Number(12, 0, int.MaxValue, out var seconds);
                _epoch = isEpoch ? seconds : null;
                return isEpoch;
            case 'Z':
                return Zone();
            case 'z':
                return Offset();
            case 'n' or 't':
                SkipSpace();
                return true;
            case '%':
                return _at < _text.Length && _text[_at++] == '%';
            default:
                return false;
        }
    }

    // The name or offset of a zone is read but, as in jq, does not shift the time.
    private bool Zone()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiLetter(_text[_at]))
        {
            _at++;
        }

        return _at > start;
    }

    private bool Offset()
    {
        if (_at < _text.Length && _text[_at] == 'Z')
        {
            _at++;
            return true;
        }

        if (_at >= _text.Length || _text[_at] is not ('+' or '-'))
        {
            return false;
        }

        _at++;
        if (!Number(2, 0, 24, out _))
        {
            return false;
        }

        _at += _at < _text.Length && _text[_at] == ':' ? 1 : 0;
        return _at >= _text.Length || !char.IsAsciiDigit(_text[_at]) || Number(2, 0, 59, out _);
    }

    private bool Number(int digits, int least, int most, out int value, bool signed = false)
    {
        SkipSpace();
        long read = 0;
        var negative = signed && _at < _text.Length && _text[_at] == '-';
        _at += negative ? 1 : 0;
        var start = _at;
        while (_at < _text.Length && _at - start < digits && char.IsAsciiDigit(_text[_at]))
        {
            read = (read * 10) + (_text[_at++] - '0');
        }

        value = (int)Math.Min(read, int.MaxValue);
        var within = _at > start && read >= least && read <= most;
        value = negative ? -value : value;
        return within;
    }

    private bool Word(string word)
    {
        var matches = _text[_at..].StartsWith(word, StringComparison.OrdinalIgnoreCase);
        _at += matches ? word.Length : 0;
        return matches;
    }

    private bool Name(string[] names, out int index)
    {
        for (index = 0; index < names.Length; index++)
        {
            if (Word(names[index]) || Word(names[index][..3]))
            {
                return true;
            }
        }

        return false;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }
}
