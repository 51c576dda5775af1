using KubeSharp.Api;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Who writes and how.</summary>
public sealed record WriteContext
{
    /// <summary>Who.</summary>
    public required UserIdentity User { get; init; }
    /// <summary>Nothing is stored.</summary>
    public bool DryRun { get; init; }
    /// <summary>Writes who owns which field (metadata.managedFields), given the object as it was (null: it is new) and as it is to be; default: nobody changes.</summary>
    public Func<ObjectNode?, ObjectNode, ObjectNode> Track { get; init; } = static (_, value) => value;
    /// <summary>Admission is passed by: the server writes for itself.</summary>
    public bool SkipsAdmission { get; init; }
    /// <summary>What is written was made of the stored object, so that it is not aimed at another one by its uid.</summary>
    public bool IsPatch { get; init; }
    /// <summary>What is admitted in the place of the object, as its scale; null: the object itself.</summary>
    public AdmissionView? View { get; init; }
    /// <summary>Options as sent, for admission.</summary>
    public ObjectNode? Options { get; init; }
    /// <summary>Version of the API in which the request came; empty: the stored one.</summary>
    public string Version { get; init; } = "";
    /// <summary>The API group in which the request came; empty: the core one, or the server writes for itself.</summary>
    public string Group { get; init; } = "";
    /// <summary>Takes annotations (key, value) for the audit event.</summary>
    public Action<string, string> Annotate { get; init; } = static (_, _) => { };
    /// <summary>Takes texts for Warning headers.</summary>
    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>What admission is asked about this write; the objects are the caller's to add.</summary>
    public AdmissionRequest Ask(AdmissionOperation operation, ApiResource resource, string ns, string name) => new()
    {
        Operation = operation,
        Resource = resource,
        Namespace = ns,
        Name = name,
        User = User,
        DryRun = DryRun,
        Warn = Warn,
        Options = Options,
        RequestVersion = Version,
        Annotate = Annotate,
    };

    /// <summary>Given as the subresource of an update that may change every part.</summary>
    public const string WholeObject = "*";

    /// <summary>The server itself.</summary>
    public static WriteContext Server { get; } = new() { User = UserIdentity.ApiServer, SkipsAdmission = true };
}
