using KubeSharp.Api;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.OpenApi;

/// <summary>The parameters of operations: which an operation takes, and what each means. Source: Kubernetes API, Common Parameters.</summary>
internal static class OperationParameters
{
    private static readonly string[] _listing = ["continue", "fieldSelector", "labelSelector", "limit", "resourceVersion", "resourceVersionMatch", "sendInitialEvents", "shardSelector", "timeoutSeconds"];
    private static readonly string[] _writing = ["dryRun", "fieldManager", "fieldValidation"];
    private static readonly string[] _deleting = ["dryRun", "gracePeriodSeconds", "ignoreStoreReadErrorWithClusterBreakingPotential", "orphanDependents", "propagationPolicy"];
    private static readonly string[] _integers = ["limit", "timeoutSeconds", "gracePeriodSeconds", "limitBytes", "sinceSeconds", "tailLines", "ports"];
    private static readonly string[] _switches =
        ["allowWatchBookmarks", "follow", "force", "ignoreStoreReadErrorWithClusterBreakingPotential", "insecureSkipTLSVerifyBackend", "orphanDependents", "previous", "sendInitialEvents", "stderr", "stdin", "stdout", "timestamps", "tty", "watch"];

    /// <summary>The parameters of a verb.</summary>
    public static IReadOnlyDictionary<string, string[]> ByVerb { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["list"] = ["allowWatchBookmarks", .. _listing, "watch"],
        ["create"] = _writing,
        ["update"] = _writing,
        ["patch"] = [.. _writing, "force"],
        ["delete"] = _deleting,
        ["deletecollection"] = [.. _listing, .. _deleting],
    };

    /// <summary>The parameters of a verb where the resource is a custom one. Compat: as upstream tells them; pinned by OperationTests.</summary>
    public static string[] OfCustom(string verb) => verb switch { "get" => ["resourceVersion"], "deletecollection" => ByVerb["list"], _ => ByVerb[verb] };

    /// <summary>The parameters of pods/log.</summary>
    public static string[] Log { get; } = ["container", "follow", "insecureSkipTLSVerifyBackend", "limitBytes", "previous", "sinceSeconds", "stream", "tailLines", "timestamps"];

    /// <summary>The parameters of what is connected to, by the kind that stands for them.</summary>
    public static IReadOnlyDictionary<string, string[]> OfConnections { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["PodExecOptions"] = ["command", "container", "stderr", "stdin", "stdout", "tty"],
        ["PodAttachOptions"] = ["container", "stderr", "stdin", "stdout", "tty"],
        ["PodPortForwardOptions"] = ["ports"],
        ["PodProxyOptions"] = ["path"],
        ["ServiceProxyOptions"] = ["path"],
        ["NodeProxyOptions"] = ["path"],
    };

    private static readonly Dictionary<string, string> _meanings = new(StringComparer.Ordinal)
    {
        ["allowWatchBookmarks"] = "A watch may send events of the type BOOKMARK, which tell how far it is. Without watch it means nothing.",
        ["command"] = "The program to run and its arguments, without a shell. May be given several times.",
        ["container"] = "The container that is meant. Where a pod has only one, it need not be named.",
        ["continue"] = "Where a list of several pages goes on: the value that the page before gave. It is good for some minutes; afterwards the answer is 410 (ResourceExpired), and the list has to be begun anew. Not for watches.",
        ["dryRun"] = "All: everything is done as else, but nothing is stored.",
        ["fieldManager"] = "The name under which what is written is owned, at most 128 printable characters. Needed to apply (application/apply-patch).",
        ["fieldSelector"] = "Only objects with these values of fields. Default: all.",
        ["fieldValidation"] = "What becomes of fields that are unknown or stand twice. Ignore: they are left out. Warn: left out, and a warning says so (the default). Strict: the request is refused and all of them are named.",
        ["follow"] = "The log goes on as it is written.",
        ["force"] = "Fields that are in conflict are taken over from their owners. Only to apply.",
        ["gracePeriodSeconds"] = "Seconds that the object has to end in, zero: at once. Default: the kind's own.",
        ["ignoreStoreReadErrorWithClusterBreakingPotential"] = "An object that cannot be read from the store any more is deleted without regard for its finalizers and preconditions. Not to be used without need.",
        ["insecureSkipTLSVerifyBackend"] = "The certificate of the node that gives the log is not verified: whoever stands between could give another log.",
        ["labelSelector"] = "Only objects with these labels. Default: all.",
        ["limit"] = "Most objects that are answered at once. Where there are more, the list's metadata has a value for continue. Not for watches.",
        ["limitBytes"] = "Most bytes of the log; the last line may be cut.",
        ["namespace"] = "The namespace of the object: what it is told apart by, beside its name.",
        ["orphanDependents"] = "Deprecated: propagationPolicy says the same. Whether objects that belong to it stay.",
        ["path"] = "The path that the request is passed on to.",
        ["ports"] = "The ports to forward; needed over WebSocket.",
        ["pretty"] = "true: the answer is indented for people. A browser or curl gets it so without asking.",
        ["previous"] = "The log of the container's last life.",
        ["propagationPolicy"] = "What becomes of objects that belong to it. Orphan: they stay. Background: the collector deletes them afterwards. Foreground: they are deleted first.",
        ["resourceVersion"] = "The version that the answer must be as new as, or exactly at, as resourceVersionMatch says. Default: the newest. Of a watch, where it begins.",
        ["resourceVersionMatch"] = "How resourceVersion is meant: Exact or NotOlderThan. Default: unset.",
        ["sendInitialEvents"] = "A watch begins with an event for each object that is there, and then a bookmark with the annotation k8s.io/initial-events-end. Needs resourceVersionMatch=NotOlderThan.",
        ["shardSelector"] = "Only the objects of a part of all, by a hash of a field. Alpha.",
        ["sinceSeconds"] = "The log of the last so many seconds. Only one of it and sinceTime.",
        ["stderr"] = "The error output is sent.",
        ["stdin"] = "The input is taken.",
        ["stdout"] = "The output is sent.",
        ["stream"] = "Which output is told: All, Stdout or Stderr. Default: All. Not beside tailLines.",
        ["tailLines"] = "So many of the last lines. Default: all from the beginning, or since the time that is given.",
        ["timeoutSeconds"] = "Seconds after which a list or watch is ended, whatever it is at.",
        ["timestamps"] = "Each line begins with the time at which it was written.",
        ["tty"] = "The program has a terminal.",
        ["watch"] = "Changes are told as they come, from resourceVersion on, instead of a list.",
    };

    /// <summary>Whether what is asked for at the subresource is a connection.</summary>
    public static bool IsConnection(ApiSubresource sub) => OfConnections.ContainsKey(sub.Kind);

    /// <summary>A parameter of the path, or else of the query.</summary>
    public static ObjectNode Of(string name, string kind, bool isV3) => Made(name, name is "name" or "namespace" ? "path" : "query", kind, isV3);

    /// <summary>A parameter of the path.</summary>
    public static ObjectNode InPath(string name, string kind, bool isV3) => Made(name, "path", kind, isV3);

    private static ObjectNode Made(string name, string place, string kind, bool isV3)
    {
        var type = _integers.Contains(name) ? "integer" : _switches.Contains(name) ? "boolean" : "string";
        var head = ObjectNode.Of(("name", name), ("in", place), ("description", name == "name" ? $"name of the {kind}" : _meanings[name]), ("required", place == "path" ? true : null));
        return isV3 ? head.Set("schema", ObjectNode.Of(("type", type), ("uniqueItems", true))) : head.Set("type", type).Set("uniqueItems", true);
    }
}
