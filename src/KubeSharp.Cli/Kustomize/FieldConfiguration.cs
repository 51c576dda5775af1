using System.Collections.Immutable;
using System.Reflection;
using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Which fields the steps of a build change: those of fields.txt, and what configurations add. Source: Kustomize, transformer configurations.</summary>
/// <param name="Fields">By what changes them: namePrefix, commonLabels, images and so on.</param>
/// <param name="References">Fields that hold the name of another object.</param>
internal sealed record FieldConfiguration(ImmutableDictionary<string, ImmutableArray<FieldSpec>> Fields, ImmutableArray<FieldConfiguration.Reference> References)
{
    private const string ReferenceSection = "nameReference";

    // In failures.
    private static readonly (string Section, string Name)[] _sections =
    [
        ("namePrefix", "NamePrefix"), ("nameSuffix", "NameSuffix"), ("namespace", "NameSpace"), ("commonAnnotations", "CommonAnnotations"), ("commonLabels", "CommonLabels"), ("labels", "Labels"), ("templateLabels", "TemplateLabels"),
        ("varReference", "VarReference"), ("images", "Images"), ("replicas", "Replicas"),
    ];

    private static readonly Lazy<FieldConfiguration> _builtIn = new(ReadBuiltIn);

    /// <summary>A field that names an object.</summary>
    /// <param name="Kind">Of what kind it is.</param>
    /// <param name="Group">Its group; empty: any.</param>
    /// <param name="Version">Its version; empty: any.</param>
    /// <param name="Field">The field.</param>
    internal sealed record Reference(string Kind, string Group, string Version, FieldSpec Field);

    /// <summary>Nothing.</summary>
    public static FieldConfiguration None { get; } = new(ImmutableDictionary<string, ImmutableArray<FieldSpec>>.Empty, []);

    /// <summary>What counts where nothing is configured.</summary>
    public static FieldConfiguration BuiltIn => _builtIn.Value;

    /// <summary>The fields of a section.</summary>
    public ImmutableArray<FieldSpec> this[string section] => Fields.GetValueOrDefault(section, []);

    /// <summary>What a configuration's file says.</summary>
    public static FieldConfiguration Read(Node file) => new(
        _sections.ToImmutableDictionary(static s => s.Section, s => file.Items(s.Section).Select(FieldSpec.Read).ToImmutableArray()),
        [.. file.Items(ReferenceSection).SelectMany(static r => r.Items("fieldSpecs").Select(f => new Reference(r.Text("kind"), r.Text("group"), r.Text("version"), FieldSpec.Read(f))))]);

    /// <summary>These fields by their sections, and these references.</summary>
    public static FieldConfiguration Of(IEnumerable<(string Section, FieldSpec Field)> fields, IEnumerable<Reference> references) =>
        new(fields.GroupBy(static f => f.Section).ToImmutableDictionary(static g => g.Key, static g => g.Select(static f => f.Field).ToImmutableArray()), [.. references]);

    /// <summary>Both together.</summary>
    /// <exception cref="CliException">They disagree on whether a field is made.</exception>
    public FieldConfiguration With(FieldConfiguration more)
    {
        if (ReferenceEquals(this, more)) { return this; }
        var merged = Fields;
        foreach (var (section, name) in _sections)
        {
            try { merged = merged.SetItem(section, With(this[section], more[section])); }
            catch (FormatException e) { throw new CliException($"failed to merge {name} fieldSpec: {e.Message}"); }
        }
        return new(merged, [.. References.Union(more.References)]);
    }

    /// <summary>Both together.</summary>
    /// <exception cref="FormatException">They disagree on whether a field is made.</exception>
    public static ImmutableArray<FieldSpec> With(ImmutableArray<FieldSpec> fields, IEnumerable<FieldSpec> more)
    {
        foreach (var field in more)
        {
            if (fields.FirstOrDefault(f => f.Covers(field)) is not { } known) { fields = fields.Add(field); }
            else if (known.Creates != field.Creates) { throw new FormatException("conflicting fieldspecs"); }
        }
        return fields;
    }

    private static FieldConfiguration ReadBuiltIn()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("fields.txt")!);
        var lines = reader.ReadToEnd().Split('\n').Where(static l => l.Length > 0 && l[0] != '#').Select(static l => l.Split(' ').Select(static w => w == "-" ? "" : w).ToArray()).ToArray();
        static FieldSpec Spec(ReadOnlySpan<string> words) => new(words[0], words[1], words[2], words[3], words.Length > 4);
        return new(lines.Where(static l => l[0] != ReferenceSection).GroupBy(static l => l[0]).ToImmutableDictionary(static g => g.Key, static g => g.Select(static l => Spec(l.AsSpan(1))).ToImmutableArray()),
            [.. lines.Where(static l => l[0] == ReferenceSection).Select(static l => new Reference(l[1], l[2], l[3], Spec(l.AsSpan(4))))]);
    }
}
