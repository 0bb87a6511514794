//! The words by which columns are known. They are compared without case, spaces and signs.

/// What a head says its column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Id,
    Name,
    Link,
    Class,
    /// Work began.
    Start,
    /// It was asked for; the start where nothing else says when work began.
    Created,
    End,
    /// A date that is no step of the work.
    Aside,
}

const ID: &[&str] = &["id", "key", "issuekey", "itemid", "item", "ticket", "number", "issue"];

const NAME: &[&str] = &["name", "title", "summary", "description"];

const LINK: &[&str] = &["link", "url", "href"];

const CLASS: &[&str] = &[
    "class",
    "type",
    "issuetype",
    "workitemtype",
    "itemtype",
    "classofservice",
    "kind",
    "category",
];

const START: &[&str] = &[
    "start",
    "startts",
    "started",
    "starteddate",
    "startdate",
    "starttime",
    "startedat",
    "commitment",
    "commitmentdate",
    "committed",
    "begin",
    "begun",
    "inprogress",
    "inprogressdate",
    "activated",
    "activateddate",
];

const CREATED: &[&str] = &[
    "created",
    "createdat",
    "createddate",
    "creationdate",
    "opened",
    "openedat",
    "requested",
    "reported",
    "submitted",
];

const END: &[&str] = &[
    "end",
    "endts",
    "ended",
    "enddate",
    "endtime",
    "endedat",
    "done",
    "donedate",
    "doneat",
    "finish",
    "finished",
    "finisheddate",
    "finishdate",
    "finishedat",
    "complete",
    "completed",
    "completeddate",
    "completedat",
    "completiondate",
    "closed",
    "closeddate",
    "closedat",
    "resolved",
    "resolveddate",
    "resolvedat",
    "resolutiondate",
    "delivered",
    "delivereddate",
    "deliverydate",
    "live",
    "deployed",
    "shipped",
    "inproduction",
];

const ASIDE: &[&str] = &[
    "updated",
    "updatedat",
    "lastupdated",
    "modified",
    "lastmodified",
    "changeddate",
    "lastviewed",
    "due",
    "duedate",
    "deadline",
    "target",
    "targetdate",
    "exported",
];

const WORDS: [(Word, &[&str]); 8] = [
    (Word::Id, ID),
    (Word::Name, NAME),
    (Word::Link, LINK),
    (Word::Class, CLASS),
    (Word::Start, START),
    (Word::Created, CREATED),
    (Word::End, END),
    (Word::Aside, ASIDE),
];

impl Word {
    /// What a head says, if it says anything known.
    pub(super) fn of(head: &str) -> Option<Word> {
        let plain: String = head.chars().filter(char::is_ascii_alphanumeric).collect();
        let plain = plain.to_ascii_lowercase();
        let known = WORDS.iter().find(|(_, words)| words.contains(&plain.as_str()));
        // Boards call the column "Issue ID" or "Work item ID".
        known.map(|&(word, _)| word).or_else(|| head.ends_with("ID").then_some(Word::Id))
    }
}
