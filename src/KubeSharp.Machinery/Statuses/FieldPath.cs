namespace KubeSharp.Machinery.Statuses;

/// <summary>Where a field is, as upstream prints it: spec.containers[0].env[name].</summary>
public sealed class FieldPath
{
    private readonly FieldPath? _parent;
    private readonly string _step;

    private FieldPath(FieldPath? parent, string step) => (_parent, _step) = (parent, step);

    /// <summary>A path that begins with this field.</summary>
    public static FieldPath Of(string field) => new(null, field);

    /// <summary>A field of it.</summary>
    public FieldPath Child(string field) => new(this, "." + field);

    /// <summary>An item of the list.</summary>
    public FieldPath Index(int index) => new(this, $"[{index}]");

    /// <summary>A value of the map.</summary>
    public FieldPath Key(string key) => new(this, $"[{key}]");

    /// <inheritdoc/>
    public override string ToString() => _parent is null ? _step : _parent + _step;
}
