using System.Globalization;
using System.Text.Json;
using KubeSharp.Cri.V1;

namespace KubeSharp.Cri.Docker;

/// <summary>What the engine answers as the runtime interface's messages. Pure.</summary>
internal static class DockerAnswers
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>A sandbox as it is listed; null where its name is none of ours.</summary>
    /// <param name="listed">The engine's answer.</param>
    /// <param name="hasNetwork">Whether a sandbox with the id is attached to its network.</param>
    public static PodSandbox? Sandbox(JsonElement listed, Func<string, bool> hasNetwork)
    {
        var labels = LabelsOf(listed, "Labels");
        if (DockerLabels.Parse(NameOf(listed)) is not { } name) { return null; }
        var id = listed.TextAt("Id");
        var sandbox = new PodSandbox
        {
            Id = id,
            Metadata = name.Sandbox,
            State = SandboxState(listed.TextAt("State") == "running", id, labels, hasNetwork),
            CreatedAt = CreatedAt(labels),
        };
        sandbox.Labels.Add(DockerLabels.Labels(labels).ToDictionary());
        sandbox.Annotations.Add(DockerLabels.Annotations(labels).ToDictionary());
        return sandbox;
    }

    /// <summary>A container as it is listed; null where its name is none of ours.</summary>
    public static Container? Container(JsonElement listed)
    {
        var labels = LabelsOf(listed, "Labels");
        if (DockerLabels.Parse(NameOf(listed)) is not { } name) { return null; }
        var container = new Container
        {
            Id = listed.TextAt("Id"),
            PodSandboxId = labels.GetValueOrDefault(DockerLabels.SandboxId, ""),
            Metadata = name.Container,
            Image = new ImageSpec { Image = listed.TextAt("ImageID"), UserSpecifiedImage = labels.GetValueOrDefault(DockerLabels.Image, "") },
            ImageId = listed.TextAt("ImageID"),
            ImageRef = listed.TextAt("ImageID"),
            State = StateOf(listed.TextAt("State")),
            CreatedAt = CreatedAt(labels),
        };
        container.Labels.Add(DockerLabels.Labels(labels).ToDictionary());
        container.Annotations.Add(DockerLabels.Annotations(labels).ToDictionary());
        return container;
    }

    /// <summary>A sandbox in full.</summary>
    public static PodSandboxStatus SandboxStatus(JsonElement inspected, Func<string, bool> hasNetwork)
    {
        var labels = LabelsOf(inspected.At("Config"), "Labels");
        var id = inspected.TextAt("Id");
        var status = new PodSandboxStatus
        {
            Id = id,
            Metadata = DockerLabels.Parse(inspected.TextAt("Name"))?.Sandbox ?? new PodSandboxMetadata(),
            State = SandboxState(inspected.At("State").IsTrueAt("Running"), id, labels, hasNetwork),
            CreatedAt = CreatedAt(labels),
            Network = new PodSandboxNetworkStatus(),
        };
        status.Labels.Add(DockerLabels.Labels(labels).ToDictionary());
        status.Annotations.Add(DockerLabels.Annotations(labels).ToDictionary());
        return status;
    }

    /// <summary>A container in full.</summary>
    /// <param name="inspected">The engine's answer.</param>
    /// <param name="imageReference">Digest or id of its image.</param>
    public static ContainerStatus ContainerStatus(JsonElement inspected, string imageReference)
    {
        var (labels, state) = (LabelsOf(inspected.At("Config"), "Labels"), inspected.At("State"));
        var phase = StateOf(state.TextAt("Status"));
        var (exit, failure) = ((int)state.NumberAt("ExitCode"), state.TextAt("Error"));
        // What could not be started stays "created" there, with the code of the failure.
        if (phase == ContainerState.ContainerCreated && (exit != 0 || failure.Length > 0)) { phase = ContainerState.ContainerExited; }
        var status = new ContainerStatus
        {
            Id = inspected.TextAt("Id"),
            Metadata = DockerLabels.Parse(inspected.TextAt("Name"))?.Container ?? new ContainerMetadata(),
            State = phase,
            CreatedAt = CreatedAt(labels),
            StartedAt = Nanoseconds(state.TextAt("StartedAt")),
            FinishedAt = phase == ContainerState.ContainerExited ? Math.Max(Nanoseconds(state.TextAt("FinishedAt")), CreatedAt(labels)) : 0,
            ExitCode = exit,
            Image = new ImageSpec { Image = inspected.TextAt("Image"), UserSpecifiedImage = labels.GetValueOrDefault(DockerLabels.Image, "") },
            ImageRef = imageReference,
            ImageId = inspected.TextAt("Image"),
            LogPath = labels.GetValueOrDefault(DockerLabels.LogPath, ""),
            Reason = phase == ContainerState.ContainerExited ? ReasonOf(state, exit, failure) : "",
            Message = failure,
        };
        status.Labels.Add(DockerLabels.Labels(labels).ToDictionary());
        status.Annotations.Add(DockerLabels.Annotations(labels).ToDictionary());
        return status;
    }

    /// <summary>An image, as it is listed or in full.</summary>
    public static Image Image(JsonElement image, string pinned)
    {
        var message = new Image { Id = image.TextAt("Id"), Size = (ulong)Math.Max(0, image.NumberAt("Size")) };
        message.RepoTags.Add(image.TextsAt("RepoTags").Where(static t => !t.StartsWith('<')).Select(Images.ImageReference.Normalize));
        message.RepoDigests.Add(image.TextsAt("RepoDigests").Where(static t => !t.StartsWith('<')).Select(Images.ImageReference.Normalize));
        message.Pinned = message.RepoTags.Contains(pinned);
        var user = image.At("Config").TextAt("User").Split(':')[0];
        if (long.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) { message.Uid = new Int64Value { Value = id }; }
        else { message.Username = user; }
        return message;
    }

    /// <summary>Nanoseconds since 1970 of a time as the engine writes it; 0 for its "never".</summary>
    internal static long Nanoseconds(string time)
    {
        if (!DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) || at.Year <= 1) { return 0; }
        return (at - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
    }

    /// <summary>Labels of a container.</summary>
    internal static Dictionary<string, string> LabelsOf(JsonElement element, string name) => element.At(name) is { ValueKind: JsonValueKind.Object } labels
        ? labels.EnumerateObject().ToDictionary(static l => l.Name, static l => l.Value.GetString() ?? "", StringComparer.Ordinal) : [];

    private static string ReasonOf(JsonElement state, int exit, string failure)
    {
        if (state.IsTrueAt("OOMKilled")) { return "OOMKilled"; }
        if (exit == 0) { return "Completed"; }
        return failure.Length > 0 && Nanoseconds(state.TextAt("StartedAt")) == 0 ? "ContainerCannotRun" : "Error";
    }

    private static PodSandboxState SandboxState(bool running, string id, Dictionary<string, string> labels, Func<string, bool> hasNetwork) =>
        running && (labels.ContainsKey(DockerLabels.Network) || hasNetwork(id)) ? PodSandboxState.SandboxReady : PodSandboxState.SandboxNotready;

    private static ContainerState StateOf(string state) => state switch
    {
        "running" or "paused" or "restarting" => ContainerState.ContainerRunning,
        "created" => ContainerState.ContainerCreated,
        "exited" or "dead" or "removing" => ContainerState.ContainerExited,
        _ => ContainerState.ContainerUnknown,
    };

    private static string NameOf(JsonElement listed) => listed.TextsAt("Names").FirstOrDefault() ?? "";

    private static long CreatedAt(Dictionary<string, string> labels) =>
        long.TryParse(labels.GetValueOrDefault(DockerLabels.CreatedAt), NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds) ? nanoseconds : 0;

    /// <summary>Now, as labels have it.</summary>
    public static long Nanoseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>A time as the engine takes it: seconds, a point and nanoseconds.</summary>
    public static string Since(long nanoseconds) => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / NanosecondsPerSecond}.{nanoseconds % NanosecondsPerSecond:D9}");
}
