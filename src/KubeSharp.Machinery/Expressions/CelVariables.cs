using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions;

/// <summary>The values of an environment's variables. Values may be made when they are first asked for. Not thread-safe.</summary>
public sealed class CelVariables
{
    private readonly Dictionary<string, CelValue> _values = new(StringComparer.Ordinal);
    private Dictionary<string, Func<CelValue>>? _later;

    /// <summary>Gives a variable its value.</summary>
    public CelVariables Set(string name, CelValue value)
    {
        _values[name] = value;
        return this;
    }

    /// <summary>Gives a variable a value that is made once, when it is first asked for.</summary>
    public CelVariables Set(string name, Func<CelValue> value)
    {
        (_later ??= new(StringComparer.Ordinal))[name] = value;
        return this;
    }

    /// <summary>The value; null where the variable has none.</summary>
    public CelValue? Find(string name)
    {
        if (_values.TryGetValue(name, out var value)) { return value; }
        if (_later is null || !_later.TryGetValue(name, out var make)) { return null; }
        return _values[name] = make();
    }
}
