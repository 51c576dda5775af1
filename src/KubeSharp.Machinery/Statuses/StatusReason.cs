namespace KubeSharp.Machinery.Statuses;

/// <summary>Machine-readable reasons of a Status. Source: the API convention document, "Response Status Kind".</summary>
public static class StatusReason
{
#pragma warning disable CS1591 // the names are the protocol's words
    public const string Unknown = "", Unauthorized = "Unauthorized", Forbidden = "Forbidden", NotFound = "NotFound", AlreadyExists = "AlreadyExists",
        Conflict = "Conflict", Gone = "Gone", Invalid = "Invalid", ServerTimeout = "ServerTimeout", Timeout = "Timeout", TooManyRequests = "TooManyRequests",
        BadRequest = "BadRequest", MethodNotAllowed = "MethodNotAllowed", NotAcceptable = "NotAcceptable", RequestEntityTooLarge = "RequestEntityTooLarge",
        UnsupportedMediaType = "UnsupportedMediaType", InternalError = "InternalError", Expired = "Expired", ServiceUnavailable = "ServiceUnavailable",
        StoreReadError = "StorageReadError";
#pragma warning restore CS1591
}
