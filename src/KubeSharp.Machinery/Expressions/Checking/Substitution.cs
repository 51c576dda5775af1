using System.Collections.Immutable;
using System.Globalization;

namespace KubeSharp.Machinery.Expressions.Checking;

/// <summary>What type parameters turned out to be. Source: cel-go's checker, for what is assignable to what.</summary>
internal sealed class Substitution
{
    private ImmutableDictionary<string, CelType> _bound = ImmutableDictionary<string, CelType>.Empty;
    private int _made;

    /// <summary>A parameter that stands for nothing yet.</summary>
    public CelType Fresh() => CelType.Parameter("_var" + (_made++).ToString(CultureInfo.InvariantCulture));

    /// <summary>The state, to come back to by <see cref="Restore"/>.</summary>
    public ImmutableDictionary<string, CelType> Save() => _bound;

    /// <summary>Forgets what was learnt since.</summary>
    public void Restore(ImmutableDictionary<string, CelType> saved) => _bound = saved;

    /// <summary>A signature's type with parameters of its own for this call.</summary>
    public CelType Instantiate(CelType type, Dictionary<string, CelType> fresh)
    {
        if (type.Kind == CelKind.Parameter)
        {
            if (!fresh.TryGetValue(type.Name, out var made)) { fresh[type.Name] = made = Fresh(); }
            return made;
        }
        return type.Parameters.IsEmpty ? type : type.With([.. type.Parameters.Select(p => Instantiate(p, fresh))]);
    }

    /// <summary>The type with everything known put in; what is still open becomes dyn where <paramref name="closes"/>.</summary>
    public CelType Resolve(CelType type, bool closes)
    {
        var known = Known(type);
        if (known.Kind == CelKind.Parameter) { return closes ? CelType.Dyn : known; }
        return known.Parameters.IsEmpty ? known : known.With([.. known.Parameters.Select(p => Resolve(p, closes))]);
    }

    /// <summary>Whether a value of one type may stand where the other is wanted; learns parameters, also where it fails.</summary>
    public bool IsAssignable(CelType wanted, CelType given)
    {
        if (wanted.Kind == CelKind.Parameter && _bound.TryGetValue(wanted.Name, out var bound))
        {
            if (!IsAssignable(bound, given)) { return false; }
            var (known, other) = (Known(bound), Known(given));
            if (known.Kind != CelKind.Parameter && (other.Kind == CelKind.Dyn || known.Kind == CelKind.Null)) { _bound = _bound.SetItem(wanted.Name, other); }
            return true;
        }
        given = Known(given);
        if (wanted.Equals(given)) { return true; }
        if (wanted.Kind == CelKind.Parameter) { return Bind(wanted, given); }
        if (given.Kind == CelKind.Parameter) { return Bind(given, wanted); }
        if (wanted.Kind == CelKind.Dyn || given.Kind == CelKind.Dyn) { return true; }
        if (given.Kind == CelKind.Null) { return wanted.Kind is CelKind.Object or CelKind.Timestamp or CelKind.Duration or CelKind.Opaque; }
        if (wanted.Kind == CelKind.Null) { return given.Kind is CelKind.Object or CelKind.Timestamp or CelKind.Duration or CelKind.Opaque; }
        if (wanted.Kind != given.Kind || wanted.Name != given.Name || wanted.Parameters.Length != given.Parameters.Length) { return false; }
        for (var i = 0; i < wanted.Parameters.Length; i++)
        {
            if (!IsAssignable(wanted.Parameters[i], given.Parameters[i])) { return false; }
        }
        return true;
    }

    private bool Bind(CelType parameter, CelType type)
    {
        if (Occurs(parameter.Name, type)) { return false; }
        _bound = _bound.SetItem(parameter.Name, type);
        return true;
    }

    private bool Occurs(string name, CelType type)
    {
        var known = Known(type);
        return known.Kind == CelKind.Parameter ? known.Name == name : known.Parameters.Any(p => Occurs(name, p));
    }

    private CelType Known(CelType type)
    {
        while (type.Kind == CelKind.Parameter && _bound.TryGetValue(type.Name, out var bound)) { type = bound; }
        return type;
    }
}
