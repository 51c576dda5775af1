using KubeSharp.Hosting.Health;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Hosting.Roles;

/// <summary>What a role is given by its host.</summary>
public sealed class RoleContext(ILoggerFactory loggers, TimeProvider time, IHealth health, Action started)
{
    /// <summary>Makes loggers.</summary>
    public ILoggerFactory Loggers { get; } = loggers;
    /// <summary>The time.</summary>
    public TimeProvider Time { get; } = time;
    /// <summary>Takes named checks.</summary>
    public IHealth Health { get; } = health;

    /// <summary>The role serves now. Further calls do nothing.</summary>
    public void Started() => started();
}
