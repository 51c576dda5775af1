namespace KubeSharp.Api.Versions;

/// <summary>Info of versions; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.version.Info")]
public sealed partial record Info : IApiRecord<Info>
{
    [Field("major", 0, Required = true, Default = "\"\"")]
    public string Major { get; init; } = "";

    [Field("minor", 0, Required = true, Default = "\"\"")]
    public string Minor { get; init; } = "";

    [Field("emulationMajor", 0)]
    public string? EmulationMajor { get; init; }

    [Field("emulationMinor", 0)]
    public string? EmulationMinor { get; init; }

    [Field("minCompatibilityMajor", 0)]
    public string? MinCompatibilityMajor { get; init; }

    [Field("minCompatibilityMinor", 0)]
    public string? MinCompatibilityMinor { get; init; }

    [Field("gitVersion", 0, Required = true, Default = "\"\"")]
    public string GitVersion { get; init; } = "";

    [Field("gitCommit", 0, Required = true, Default = "\"\"")]
    public string GitCommit { get; init; } = "";

    [Field("gitTreeState", 0, Required = true, Default = "\"\"")]
    public string GitTreeState { get; init; } = "";

    [Field("buildDate", 0, Required = true, Default = "\"\"")]
    public string BuildDate { get; init; } = "";

    [Field("goVersion", 0, Required = true, Default = "\"\"")]
    public string GoVersion { get; init; } = "";

    [Field("compiler", 0, Required = true, Default = "\"\"")]
    public string Compiler { get; init; } = "";

    [Field("platform", 0, Required = true, Default = "\"\"")]
    public string Platform { get; init; } = "";
}
